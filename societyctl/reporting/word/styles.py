"""The look of a paper: page, fonts, sizes and styles after the rules for official documents.

Fonts are named in the styles themselves and no theme stands above them, so that Word, WPS
and LibreOffice agree. Families that a machine lacks fall back by the names in the font table.
"""

from __future__ import annotations

from dataclasses import dataclass

from societyctl.domain.layouts import Fonts, Layout
from societyctl.reporting.word.xml import DECLARED

LATIN = "Times New Roman"
PAGE_NUMBER = "宋体"

_FALLBACKS = {
    "仿宋_GB2312": "FangSong",
    "楷体_GB2312": "KaiTi",
    "黑体": "SimHei",
    "方正小标宋简体": "SimSun",
    PAGE_NUMBER: "SimSun",
    LATIN: "Liberation Serif",
}
"""What to take where a family is not installed."""

PAPER_WIDTH, PAPER_HEIGHT = 11906, 16838
"""A4 in twentieths of a point."""

RUNNING = -1
"""The line pitch of running text, which the layout gives."""


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def text_width(layout: Layout) -> int:
    """Return the width of the type area in twentieths of a point."""
    return PAPER_WIDTH - twips(layout.margins.left) - twips(layout.margins.right)


def page(layout: Layout) -> str:
    """Return size and margins of a page."""
    white = layout.margins
    return (
        f'<w:pgSz w:w="{PAPER_WIDTH}" w:h="{PAPER_HEIGHT}"/>'
        f'<w:pgMar w:top="{twips(white.top)}" w:right="{twips(white.right)}" '
        f'w:bottom="{twips(white.bottom)}" w:left="{twips(white.left)}" '
        'w:header="851" w:footer="1134" w:gutter="0"/>'
    )


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style; sizes in half points, lines in twentieths of a point."""

    id: str
    name: str
    use: str = "body"
    """Which font of the layout it takes."""
    size: int = 32
    pitch: int = RUNNING
    """Exact line pitch; 0 lets the line grow with its content."""
    align: str = "both"
    before: int = 0
    after: int = 0
    indent: int = 0
    """First-line indent in hundredths of a character."""
    spacing: int = 0
    outline: int | None = None
    keep: bool = False
    breaks: bool = False
    """Begins a page."""
    dots: bool = False
    """A tab leads to the right edge, along a row of dots."""

    def xml(self, layout: Layout) -> str:
        """Return the style definition."""
        font = PAGE_NUMBER if self.use == "number" else getattr(layout.fonts, self.use)
        based = '<w:basedOn w:val="Normal"/>' if self.id != "Normal" else ""
        default = ' w:default="1"' if self.id == "Normal" else ""
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.id}">'
            f'<w:name w:val="{self.name}"/>{based}<w:qFormat/>'
            f"<w:pPr>{self._paragraph(layout)}</w:pPr>"
            f"<w:rPr>{fonts(font)}"
            f'<w:spacing w:val="{self.spacing}"/><w:sz w:val="{self.size}"/>'
            f'<w:szCs w:val="{self.size}"/></w:rPr></w:style>'
        )

    def _paragraph(self, layout: Layout) -> str:
        pitch = round(layout.pitch * 20) if self.pitch == RUNNING else self.pitch
        rule = f'w:line="{pitch}" w:lineRule="exact"' if pitch else 'w:line="240" w:lineRule="auto"'
        twips = self.indent * self.size // 10
        kept = "<w:keepNext/>" if self.keep else ""
        kept += "<w:pageBreakBefore/>" if self.breaks else ""
        edge = f'<w:tab w:val="right" w:leader="dot" w:pos="{text_width(layout)}"/>'
        tabs = f"<w:tabs>{edge}</w:tabs>" if self.dots else ""
        level = "" if self.outline is None else f'<w:outlineLvl w:val="{self.outline}"/>'
        return (
            f'{kept}<w:widowControl w:val="0"/>{tabs}'
            '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="{self.before}" w:after="{self.after}" {rule}/>'
            f'<w:ind w:firstLineChars="{self.indent}" w:firstLine="{twips}"/>'
            f'<w:jc w:val="{self.align}"/>{level}'
        )


LOOKS = (
    Look("Normal", "Normal", spacing=-5),
    Look("Body", "正文缩进", indent=200, spacing=-5),
    Look("Title", "Title", "title", 44, 660, "center", after=289),
    Look("CoverTitle", "封面标题", "title", 72, 1000, "center", before=1156, after=1734),
    Look("CoverNote", "封面落款", align="center"),
    Look("CoverField", "封面栏目", pitch=480, align="left"),
    Look("Heading1", "heading 1", "heading", indent=200, outline=0, keep=True),
    Look("Heading2", "heading 2", "subheading", indent=200, outline=1, keep=True),
    Look("Heading3", "heading 3", indent=200, outline=2, keep=True),
    Look("FrontTitle", "前置标题", "heading", align="center", after=289),
    Look("AnnexMark", "附件序号", "heading", align="left", breaks=True, keep=True),
    Look("AnnexTitle", "附件标题", "title", 44, 660, "center", 578, 289, outline=0, keep=True),
    Look("TableText", "表格文字", size=24, pitch=0, align="left"),
    Look("TableCentre", "表格居中", size=24, pitch=0, align="center"),
    Look("TableFigure", "表格数字", size=24, pitch=0, align="right"),
    Look("TableHead", "表格标题", "heading", 24, 0, "center"),
    Look("SmallText", "表格小字", size=21, pitch=0, align="left"),
    Look("SmallCentre", "表格小字居中", size=21, pitch=0, align="center"),
    Look("SmallFigure", "表格小数字", size=21, pitch=0, align="right"),
    Look("SmallHead", "表格小字标题", "heading", 21, 0, "center"),
    Look("Caption", "caption", "body", 21, 0, "center", 60, 120),
    Look("TOC1", "toc 1", size=28, pitch=520, align="left", dots=True),
    Look("TOC2", "toc 2", size=28, pitch=520, align="left", indent=200, dots=True),
    Look("PageNumber", "页码", "number", 28, 0, "left"),
    Look("Stamp", "指纹", "number", 15, 0, "left"),
)


def fonts(east: str) -> str:
    """Return the font choice for a style: one family for Chinese, one for digits and letters."""
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{east}" w:cs="{LATIN}" '
        'w:hint="eastAsia"/>'
    )


def looks(layout: Layout) -> str:
    """Return the definitions of all paragraph styles."""
    return "".join(look.xml(layout) for look in LOOKS)


def families(used: Fonts) -> tuple[str, ...]:
    """Return every font family that a paper names, each once."""
    chosen = (used.title, used.heading, used.body, used.subheading, PAGE_NUMBER, LATIN)
    return tuple(dict.fromkeys(chosen))


def font_table_part(layout: Layout) -> str:
    """Return ``word/fontTable.xml``: what to take where a family is not installed."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{_FALLBACKS.get(name, "SimSun")}"/></w:font>'
        for name in families(layout.fonts)
    )
    return f"<w:fonts {DECLARED}>{entries}</w:fonts>"
