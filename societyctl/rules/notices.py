"""The text of a notice: its sentences that oblige, and those that no requirement cites.

Numbers are followed down the text, so that every sentence has the place (三（二）2（3）) by
which program files cite it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from societyctl.domain.notices import NoticeSentence
from societyctl.errors import ProgramError
from societyctl.rules.program import Program

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST = 64 << 20
"""A notice of more text than this is something else."""

_OBLIGES = re.compile(
    r"必须|须|应当|(?<![响适对相反供效感])应(?![用对急届运变聘邀])|不得|不少于|不低于|不超过|不多于|不高于|至少|最多|严禁|"
    r"禁止|务必|以上|以下|以内|(?:\d日|\d月|\d天|截止|之日|时间)前|前(?:报|完成|提交|将)|只能|限报"
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
    except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError) as error:
        message = f"{path.name} 不是能读的 Word 文件"
        raise ProgramError(message, "用 Word 另存为 .docx 或 .txt。") from error
    except OSError as error:
        raise ProgramError(f"读不了 {path}：{error.strerror}") from error
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

    places: tuple[str, ...]
    words: frozenset[str]
    numbers: frozenset[str]


def uncited(program: Program, sentences: Sequence[NoticeSentence]) -> tuple[NoticeSentence, ...]:
    """Return the sentences that nothing in the program file seems to speak of.

    A likeness of words, not a proof: what it lists is to be read, not to be believed.
    """
    cited = tuple(_cited(program))
    return tuple(s for s in sentences if not any(_speaks_of(item, s) for item in cited))


def _speaks_of(item: _Cited, sentence: NoticeSentence) -> bool:
    mine = _pairs(sentence.text)
    if not item.words or not mine:
        return False
    shared = len(item.words & mine)
    alike = max(shared / len(item.words), shared / len(mine))
    if alike >= ALIKE:
        return True
    at_place = bool(sentence.place) and sentence.place in item.places
    same_number = bool(item.numbers & _numbers(sentence.text))
    return alike >= ALIKE_AT_PLACE and (at_place or same_number)


def _cited(program: Program) -> Iterator[_Cited]:
    groups = [*program.requirements.values(), *(p.requirements for p in program.projects)]
    for group in groups:
        for item in group:
            yield _as_cited(item.place, (item.title, item.finding, item.evidence, item.note))
    for part in (program.limits, program.deadlines, program.stages, program.windows.values()):
        for thing in part:
            yield _as_cited(thing.place, (thing.title, thing.note))
    for statement in (*program.statements, *program.totals):
        yield _as_cited(statement.place, (statement.title, statement.text))
    for entry in program.calendar:
        yield _as_cited("", (entry.title, entry.concerns))
    for defect in program.defects:
        yield _as_cited("", (defect.text,))


def _as_cited(place: str, texts: Iterable[str]) -> _Cited:
    text = " ".join(texts)
    places = tuple(part for part in re.split("[、，,]", place) if part)
    return _Cited(places, _pairs(text), _numbers(text))


def _pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters, punctuation left out."""
    plain = _NOISE.sub("", text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d{2,}", text))
