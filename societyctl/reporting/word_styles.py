"""The look of a paper: page, fonts, sizes and styles after the rules for official documents.

Fonts are named in the styles themselves and no theme stands above them, so that Word, WPS
and LibreOffice agree. Families that a machine lacks fall back by the names in the font table.
"""

from __future__ import annotations

from dataclasses import dataclass

from societyctl.reporting.word_xml import DECLARED

BODY = "仿宋_GB2312"
KAI = "楷体_GB2312"
HEI = "黑体"
SONG = "宋体"
TITLE = "方正小标宋简体"
LATIN = "Times New Roman"

_FALLBACKS = {
    BODY: "FangSong",
    KAI: "KaiTi",
    HEI: "SimHei",
    SONG: "SimSun",
    TITLE: "SimSun",
    LATIN: "Liberation Serif",
}

LINE = 578
"""Exact line pitch in twentieths of a point: 28.9 pt give 22 lines on a page; 29 pt give 21."""

PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" '
    'w:header="851" w:footer="1134" w:gutter="0"/>'
)
"""A4; margins 37 / 26 / 35 / 28 mm."""


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style; sizes in half points, lines in twentieths of a point."""

    id: str
    name: str
    font: str = BODY
    size: int = 32
    pitch: int = LINE
    """Exact line pitch; 0 lets the line grow with its content."""
    align: str = "both"
    indent: int = 0
    """First-line indent in hundredths of a character."""
    spacing: int = 0
    before: int = 0
    after: int = 0
    outline: int | None = None
    keep: bool = False

    def xml(self) -> str:
        """Return the style definition."""
        based = '<w:basedOn w:val="Normal"/>' if self.id != "Normal" else ""
        default = ' w:default="1"' if self.id == "Normal" else ""
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.id}">'
            f'<w:name w:val="{self.name}"/>{based}<w:qFormat/>'
            f"<w:pPr>{self._paragraph()}</w:pPr>"
            f"<w:rPr>{fonts(self.font)}"
            f'<w:spacing w:val="{self.spacing}"/><w:sz w:val="{self.size}"/>'
            f'<w:szCs w:val="{self.size}"/></w:rPr></w:style>'
        )

    def _paragraph(self) -> str:
        rule = (
            f'w:line="{self.pitch}" w:lineRule="exact"'
            if self.pitch
            else ('w:line="240" w:lineRule="auto"')
        )
        twips = self.indent * self.size // 10
        kept = "<w:keepNext/>" if self.keep else ""
        level = "" if self.outline is None else f'<w:outlineLvl w:val="{self.outline}"/>'
        return (
            f'{kept}<w:widowControl w:val="0"/>'
            '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="{self.before}" w:after="{self.after}" {rule}/>'
            f'<w:ind w:firstLineChars="{self.indent}" w:firstLine="{twips}"/>'
            f'<w:jc w:val="{self.align}"/>{level}'
        )


LOOKS = (
    Look("Normal", "Normal", spacing=-5),
    Look("Body", "正文缩进", indent=200, spacing=-5),
    Look("Title", "Title", TITLE, 44, 660, "center", after=289),
    Look("CoverTitle", "封面标题", TITLE, 72, 1000, "center", before=1156, after=1734),
    Look("CoverNote", "封面落款", BODY, 32, LINE, "center"),
    Look("CoverField", "封面栏目", BODY, 32, 480, "left"),
    Look("Heading1", "heading 1", HEI, 32, LINE, "both", indent=200, outline=0, keep=True),
    Look("Heading2", "heading 2", KAI, 32, LINE, "both", indent=200, outline=1, keep=True),
    Look("Heading3", "heading 3", BODY, 32, LINE, "both", indent=200, outline=2, keep=True),
    Look("FrontTitle", "前置标题", HEI, 32, LINE, "center", after=289),
    Look("TableText", "表格文字", BODY, 24, 0, "left"),
    Look("TableCentre", "表格居中", BODY, 24, 0, "center"),
    Look("TableFigure", "表格数字", BODY, 24, 0, "right"),
    Look("TableHead", "表格标题", HEI, 24, 0, "center"),
    Look("SmallText", "表格小字", BODY, 21, 0, "left"),
    Look("SmallCentre", "表格小字居中", BODY, 21, 0, "center"),
    Look("SmallFigure", "表格小数字", BODY, 21, 0, "right"),
    Look("SmallHead", "表格小字标题", HEI, 21, 0, "center"),
    Look("Caption", "caption", BODY, 21, 0, "center", before=60, after=120),
    Look("Signature", "落款", BODY, 32, LINE, "right"),
    Look("Contents", "目录", BODY, 28, 520, "left"),
    Look("PageNumber", "页码", SONG, 28, 0, "left"),
    Look("Stamp", "指纹", SONG, 15, 0, "left"),
)

_CHARACTERS = (
    '<w:style w:type="character" w:styleId="Gap"><w:name w:val="待补"/>'
    '<w:rPr><w:b/><w:shd w:val="clear" w:color="auto" w:fill="FFE08A"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Place"><w:name w:val="请填写"/>'
    '<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/></w:rPr></w:style>'
)

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="Form"><w:name w:val="表格框线"/>'
    '<w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders>"
    '<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="45" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
    '<w:style w:type="table" w:styleId="Plain"><w:name w:val="无框表格"/>'
    '<w:basedOn w:val="TableNormal"/></w:style>'
)


def fonts(east: str) -> str:
    """Return the font choice for a style: one family for Chinese, one for digits and letters."""
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{east}" w:cs="{LATIN}" '
        'w:hint="eastAsia"/>'
    )


def styles_part() -> str:
    """Return ``word/styles.xml``."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY)}"
        '<w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    looks = "".join(look.xml() for look in LOOKS)
    return f"<w:styles {DECLARED}>{defaults}{looks}{_CHARACTERS}{_TABLES}</w:styles>"


def font_table_part() -> str:
    """Return ``word/fontTable.xml``: what to take where a family is not installed."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in _FALLBACKS.items()
    )
    return f"<w:fonts {DECLARED}>{entries}</w:fonts>"


def settings_part() -> str:
    """Return ``word/settings.xml``: odd and even footers differ, punctuation is not squeezed."""
    return (
        f'<w:settings {DECLARED}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/>"
        '<w:useFELayout/><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def footer_part(*, odd: bool) -> str:
    """Return a footer: the page number at the outer edge, the stamp of the file below it."""
    align, side = ("right", "w:right") if odd else ("left", "w:left")
    number = (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    ).replace(
        "<w:r>", '<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="宋体" w:hAnsi="宋体"/></w:rPr>'
    )
    return (
        f'<w:ftr {DECLARED}><w:p><w:pPr><w:pStyle w:val="PageNumber"/>'
        f'<w:ind {side}="280" w:firstLine="0"/><w:jc w:val="{align}"/></w:pPr>{number}</w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="Stamp"/><w:ind {side}="280" w:firstLine="0"/>'
        f'<w:jc w:val="{align}"/></w:pPr><w:r><w:t>{{{{ stamp }}}}</w:t></w:r></w:p></w:ftr>'
    )
