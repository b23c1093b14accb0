"""The papers there are, and how a notice wants them: page, fonts, order, copies, binding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Literal

from societyctl.domain.bounds import Within

PaperName = Literal[
    "application",
    "midterm",
    "acceptance",
    "summary",
    "upgrade",
    "case",
    "activities",
    "members",
    "agreements",
    "evidence",
]

PAPER_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "application": "项目申报书",
        "midterm": "项目中期评估报告",
        "acceptance": "项目验收报告书",
        "summary": "年度工作总结",
        "upgrade": "升类申请表",
        "case": "典型案例",
        "activities": "活动一览表",
        "members": "会员名册",
        "agreements": "协议台账",
        "evidence": "佐证材料目录",
    }
)

Millimetres = Annotated[float, Within(ge=5, le=100)]


@dataclass(frozen=True, slots=True)
class Margins:
    """The white around the type area, in millimetres; those of official documents."""

    top: Millimetres = 37
    bottom: Millimetres = 35
    left: Millimetres = 28
    right: Millimetres = 26


@dataclass(frozen=True, slots=True)
class Fonts:
    """Chinese font families by what they are used for."""

    body: str = "仿宋_GB2312"
    title: str = "方正小标宋简体"
    heading: str = "黑体"
    subheading: str = "楷体_GB2312"


@dataclass(frozen=True, slots=True)
class PaperRules:
    """What a notice asks of one paper."""

    place: str = ""
    """Where the notice says so."""
    copies: Annotated[int, Within(ge=1)] | None = None
    binding: str = ""
    same: bool = False
    """Paper copy and electronic copy must be identical."""
    form: str = ""
    """The association's own form and where it comes from; ours serves for drafting then."""
    name_limit: Annotated[int, Within(ge=1)] | None = None
    """The most Chinese characters that the project name may have."""
    sections: tuple[str, ...] = ()
    """Titles of sections in the order wanted; the others follow."""

    def sentence(self) -> str:
        """Return the rules as one sentence, for the paper and for the screen; empty for none."""
        parts = [
            f"报送用{self.form}，本文件供起草和核对" if self.form else "",
            f"项目名称不超过{self.name_limit}个汉字" if self.name_limit else "",
            f"纸质版一式{self.copies}份" if self.copies else "",
            self.binding.rstrip("。"),
            "纸质版与电子版必须完全一致" if self.same else "",
        ]
        text = "；".join(part for part in parts if part)
        place = f"“{self.place}”" if self.place else ""
        return f"通知{place}要求：{text}。" if text else ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the papers of a program look; what a notice leaves open is as usual."""

    margins: Margins = Margins()
    pitch: Annotated[float, Within(ge=12, le=60)] = 28.9
    """Exact line pitch of running text in points: 28.9 gives 22 lines on a page, 29 gives 21."""
    fonts: Fonts = Fonts()
    templates: str = ""
    """A folder of templates used before the general ones: that of another program, say."""
    papers: dict[PaperName, PaperRules] = field(default_factory=dict)

    def is_usual(self, paper: str) -> bool:
        """Tell whether a paper looks as papers do where no notice says otherwise."""
        look = (self.margins, self.pitch, self.fonts, self.rules(paper).sections)
        usual = Layout()
        return look == (usual.margins, usual.pitch, usual.fonts, ())

    def rules(self, paper: str) -> PaperRules:
        """Return what the notice asks of a paper."""
        return next((rules for name, rules in self.papers.items() if name == paper), PaperRules())
