"""The text of a notice: its sentences that oblige, and those that no requirement cites.

Numbers are followed down the text, so that every sentence has the place (三（二）2（3）) by
which program files cite it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

from societyctl.archives import DAMAGED_ARCHIVE
from societyctl.domain.coverage import NoticeSentence
from societyctl.errors import ProgramError
from societyctl.rules.language.program import Program
from societyctl.rules.language.requirement import Requirement
from societyctl.rules.language.schedule import Deadline, Stage
from societyctl.rules.language.scores import items_in
from societyctl.rules.language.shapes import Element, elements_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST = 64 << 20
"""A notice of more text than this is something else."""

_OBLIGES = re.compile(
    r"必须|须|应当|(?<![响适对相反供效感])应(?![用对急届运变聘邀])|不得|不少于|不低于|不超过|不多于|不高于|至少|最多|严禁|"
    r"禁止|务必|以上|(?<!如)以下(?![简称条件各所])|以内|(?:\d日|\d月|\d天|截止|之日|时间)前|"
    r"前(?:报|完成|提交|将)|只能|限报|[得加扣]\d+(?:\.\d+)?分|达到?\d+|\d+份"
)
_LEVELS = (
    re.compile(r"^\s*([一二三四五六七八九十]+)、"),
    re.compile(r"^\s*[（(]([一二三四五六七八九十]+)[）)]"),
    re.compile(r"^\s*(\d+)\s*[.．、](?!\d)"),
    re.compile(r"^\s*[（(]?(\d+)[）)]"),
    re.compile(r"^\s*([①-⑳])"),
)
_SHAPES = ("{}", "（{}）", "{}", "（{}）", "{}")
_SENTENCE = re.compile(r"[^。；;！!？?]+[。；;！!？?]?")
_NOISE = re.compile(r"[^\w一-鿿]|_")

_ENDS = ("。", "；", ";", "：", ":", "！", "？")

ALIKE = 0.5
"""So much of the words of a requirement found in a sentence makes it cited."""
RELATED = 0.15
"""So much makes its numbers those of the sentence."""
ALIKE_AT_PLACE = 0.25
"""The same where requirement and sentence stand at the same place."""


def read_notice(path: Path) -> str:
    """Return the text of a notice kept as .txt or .docx; raises ProgramError."""
    try:
        if path.suffix.lower() == ".docx":
            return _read_word(path)
        data = path.read_bytes()
    except FileNotFoundError:
        raise ProgramError(f"没有这个文件：{path}", "请核对路径。") from None
    except OSError as error:
        raise ProgramError(f"读不了 {path}：{error.strerror}") from error
    except (*DAMAGED_ARCHIVE, ET.ParseError, RuntimeError) as error:
        message = f"{path.name} 不是能读的 Word 文件"
        raise ProgramError(message, "用 Word 另存为 .docx 或 .txt。") from error
    if b"\0" in data:
        raise ProgramError(f"{path.name} 不是文本", "请把通知另存为 .docx 或 .txt。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ProgramError(f"{path.name} 的文字编码认不出", "另存为 UTF-8 文本或 .docx。")


def _read_word(path: Path) -> str:
    """Return the paragraphs of a Word file, those of tables too."""
    with zipfile.ZipFile(path) as package:
        part = package.getinfo("word/document.xml")
        if part.file_size > _LARGEST:
            raise ValueError("too large")
        data = package.read(part)
    if b"<!DOCTYPE" in data:
        raise ValueError("a document type has no place in a Word file")
    root = ET.fromstring(data)  # noqa: S314  # document types were refused above
    paragraphs = ("".join(_runs(paragraph)) for paragraph in root.iter(f"{_W}p"))
    return "\n".join(paragraphs)


def _runs(paragraph: ET.Element) -> Iterator[str]:
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            yield node.text or ""
        elif node.tag in (f"{_W}tab", f"{_W}br"):
            yield " "


def obliging_sentences(text: str) -> tuple[NoticeSentence, ...]:
    """Return the sentences that ask something of someone, with line and place."""
    return tuple(_obliging(text))


def _obliging(text: str) -> Iterator[NoticeSentence]:
    place: list[str] = [""] * len(_LEVELS)
    for paragraph in _paragraphs(text):
        _follow(place, paragraph.text)
        for match in _SENTENCE.finditer(paragraph.text):
            sentence = match[0].strip()
            words = tuple(dict.fromkeys(m[0] for m in _OBLIGES.finditer(sentence)))
            if words:
                line = paragraph.line_at(match.start())
                yield NoticeSentence(line, "".join(place), sentence, words)


@dataclass
class _Paragraph:
    """Lines that belong together, with where each of them began."""

    text: str
    starts: list[tuple[int, int]]

    def line_at(self, offset: int) -> int:
        """Return the line on which a character stands."""
        return max(line for start, line in self.starts if start <= offset)


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """Yield the paragraphs; text taken from a PDF breaks its lines in mid-sentence."""
    current: _Paragraph | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip().lstrip("-*# ")
        if not line:
            continue
        numbered = any(pattern.match(line) for pattern in _LEVELS)
        if current is None or numbered or current.text.endswith(_ENDS):
            if current is not None:
                yield current
            current = _Paragraph(line, [(0, number)])
        else:
            current.starts.append((len(current.text), number))
            current.text += line
    if current is not None:
        yield current


def _follow(place: list[str], line: str) -> None:
    """Note the number that a line begins with; numbers below it start afresh."""
    for level, pattern in enumerate(_LEVELS):
        match = pattern.match(line)
        if match:
            place[level] = _SHAPES[level].format(match[1])
            place[level + 1 :] = [""] * (len(place) - level - 1)
            return


@dataclass(frozen=True, slots=True)
class _Cited:
    """What a program file says about one spot of the notice."""

    name: str
    places: tuple[str, ...]
    words: frozenset[str]
    numbers: frozenset[int]


def held_against(
    program: Program, sentences: Sequence[NoticeSentence]
) -> tuple[NoticeSentence, ...]:
    """Return the sentences with what in the program file seems to speak of each.

    A likeness of words, and the same numbers: no proof, but what it lists is to be read.
    """
    cited = tuple(_cited(program))
    return tuple(_held(sentence, cited) for sentence in sentences)


def _held(sentence: NoticeSentence, cited: Sequence[_Cited]) -> NoticeSentence:
    likeness = [(item, _alike(item, sentence)) for item in cited]
    speaking = [item for item, alike in likeness if _speaks_of(item, sentence, alike)]
    numbers_known = {n for item, alike in likeness if alike >= RELATED for n in item.numbers}
    missing = tuple(sorted(_amounts(sentence.text) - numbers_known)) if speaking else ()
    names = tuple(dict.fromkeys(item.name for item in speaking))
    return replace(sentence, cited_by=names, numbers=missing)


def _alike(item: _Cited, sentence: NoticeSentence) -> float:
    """Return how much of the words of one is found in the other."""
    mine = _pairs(sentence.text)
    if not item.words or not mine:
        return 0
    shared = len(item.words & mine)
    return max(shared / len(item.words), shared / len(mine))


def _speaks_of(item: _Cited, sentence: NoticeSentence, alike: float) -> bool:
    at_place = bool(sentence.place) and sentence.place in item.places
    telling = {number for number in item.numbers if number > _SMALL}
    same_number = bool(telling & _amounts(sentence.text))
    return alike >= ALIKE or (alike >= ALIKE_AT_PLACE and (at_place or same_number))


def _cited(program: Program) -> Iterator[_Cited]:
    requirements = (one for _, one in elements_of(program) if isinstance(one, Requirement))
    for item in requirements:
        texts = (item.title, item.finding, item.evidence, item.note)
        yield _as_cited(item.id, item.place, texts, item)
        for point in items_in(item):
            place = point.place or item.place
            yield _as_cited(f"{item.id}/{point.title}", place, (point.title,), point)
    for limit in program.limits:
        yield _as_cited(limit.id, limit.place, (limit.title, limit.note), limit)
    for statement in (*program.statements, *program.totals):
        spoken = (statement.title, statement.text)
        yield _as_cited(statement.title, statement.place, spoken, statement)
    yield from _dated(program)
    yield from _offers(program)


def _dated(program: Program) -> Iterator[_Cited]:
    for name, window in program.windows.items():
        yield _as_cited(name, window.place, (window.title, window.note), window)
    days: tuple[Deadline | Stage, ...] = (*program.deadlines, *program.stages)
    for day in days:
        yield _as_cited(day.id, day.place, (day.title, day.note), day)
    for entry in program.calendar:
        yield _as_cited(entry.id, "", (entry.title, entry.concerns), entry)


def _offers(program: Program) -> Iterator[_Cited]:
    for project in program.projects:
        notes = [part.note for part in (project.slots, project.funding) if part is not None]
        texts = (project.title, project.category, project.note, *notes)
        bare = replace(project, requirements=())
        yield _as_cited(project.id, project.place, texts, bare)
    for defect in program.defects:
        yield _as_cited("defects", "", (defect.text,), defect)


def _as_cited(name: str, place: str, texts: Iterable[str], shape: Element) -> _Cited:
    text = " ".join(texts)
    places = tuple(part for part in re.split("[、，,]", place) if part)
    return _Cited(name, places, _pairs(text), _every_number(shape) | _amounts(text))


def _pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters, punctuation left out."""
    plain = _NOISE.sub("", text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


_SMALL = 9
"""Numbers up to this are found everywhere and prove no likeness."""
_YEARS = range(1949, 2101)
_LONGEST = 6
"""More digits than this are a telephone or a code."""
_CHINESE = dict(zip("两二三四五六七八九十", (2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_COUNTED = re.compile(r"([两二三四五六七八九十])(?=[份次场个名项篇家人年月])")
_ENUMERATOR = re.compile(r"^\s*[（(]?\d+[）).．、]|〔\d+〕\d+号|第\d+[条款项]")


def _amounts(text: str) -> frozenset[int]:
    """Return the numbers that a sentence asks for: no years, no numbering, no telephones."""
    plain = _ENUMERATOR.sub("", text)
    digits = [run for run in re.findall(r"\d+", plain) if len(run) <= _LONGEST]
    chinese = [_CHINESE[sign] for sign in _COUNTED.findall(plain)]
    return frozenset({number for run in digits if (number := int(run)) not in _YEARS} | {*chinese})


def _every_number(shape: Element) -> frozenset[int]:
    """Return every number in a part of a program file, amounts in 万 as well."""
    numbers = [int(run) for text in _texts(shape.describe()) for run in re.findall(r"\d+", text)]
    return frozenset([*numbers, *(number // _WAN for number in numbers if number % _WAN == 0)])


def _texts(value: object) -> Iterator[str]:
    """Yield every single value in plain data as a text; ids of clauses are not spoken of."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner) if key != "clauses" else ()
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    else:
        yield str(value)


_WAN = 10_000
