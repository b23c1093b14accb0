"""What is remembered of imports: listed, changed, forgotten, and taken to another computer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.errors import SocietyError, UsageError, WorkbookError, reason_of
from societyctl.files import replace_keeping
from societyctl.sheets import IGNORE, KIND_KEY, field_named, kind_named, term_named
from societyctl.workflows.headers import FILE, WORDS, read_layouts, read_words
from societyctl.workflows.memory import APART, PAIRS, keep, read_pairs

if TYPE_CHECKING:
    from societyctl.store.workspace import Workspace

_PARTS = {FILE: "headers", WORDS: "words", PAIRS: "pairs"}
"""By file of the memory: the part of an exported file that holds it."""
_READERS = {FILE: read_layouts, WORDS: read_words, PAIRS: read_pairs}


@dataclass(frozen=True, slots=True)
class RememberedAnswer:
    """One thing that was said and is remembered."""

    number: int
    """How it is named in commands, counted from 1."""
    place: str
    """The kind of record, or the vocabulary, that it concerns."""
    asked: str
    """The header or the word."""
    answer: str
    file: str
    group: str
    """The layout or the vocabulary under which it is kept."""


def answers_remembered(workspace: Workspace) -> tuple[RememberedAnswer, ...]:
    """Return all that is remembered: headers and kinds first, then words."""
    rows = [
        *_of_headers(read_layouts(workspace)),
        *_of_words(read_words(workspace)),
        *_of_pairs(read_pairs(workspace)),
    ]
    return tuple(RememberedAnswer(number, *row) for number, row in enumerate(rows, 1))


_AnswerRow = tuple[str, str, str, str, str]


def _of_headers(layouts: Mapping[str, Mapping[str, str]]) -> Iterator[_AnswerRow]:
    for layout, answers in sorted(layouts.items()):
        name, _, headers = layout.partition("|")
        title = RECORD_KINDS[name].title if name in RECORD_KINDS else headers.replace("|", "、")
        yield from ((title, asked, said, FILE, layout) for asked, said in sorted(answers.items()))


def _of_words(words: Mapping[str, Mapping[str, str]]) -> Iterator[_AnswerRow]:
    for name, meanings in sorted(words.items()):
        title = VOCABULARIES[name].title if name in VOCABULARIES else name
        yield from ((title, word, term, WORDS, name) for word, term in sorted(meanings.items()))


def _of_pairs(pairs: Mapping[str, Mapping[str, str]]) -> Iterator[_AnswerRow]:
    for name, known in sorted(pairs.items()):
        title = RECORD_KINDS[name].title if name in RECORD_KINDS else name
        yield from ((title, pair, said, PAIRS, name) for pair, said in sorted(known.items()))


def change_answer(workspace: Workspace, number: int, answer: str) -> RememberedAnswer:
    """Answer anew what was answered; returns what stood there. Raises UsageError."""
    (before,) = _numbered(workspace, [number])
    meant = _meant(before.file, before.group, before.asked, answer)
    if meant is None:
        raise UsageError(f"“{before.asked}”不能答“{answer}”", _advice(before))
    _rewrite(workspace, before.file, before.group, {before.asked: meant})
    return before


def forget_answers(workspace: Workspace, numbers: Collection[int]) -> tuple[RememberedAnswer, ...]:
    """Forget what the numbers name; returns it. Raises UsageError for a number that names none."""
    forgotten = _numbered(workspace, numbers)
    for one in forgotten:
        _rewrite(workspace, one.file, one.group, {one.asked: None})
    return forgotten


def export_answers(workspace: Workspace, output: Path) -> tuple[int, Path | None]:
    """Write all that is remembered into a file; returns how much, and the old file's copy."""
    kept = {part: _READERS[file](workspace) for file, part in _PARTS.items()}
    text = json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return len(answers_remembered(workspace)), replace_keeping(text.encode(), output)


def import_answers(workspace: Workspace, path: Path) -> tuple[int, int]:
    """Remember what a file from another workspace says; returns how much it says and how much not.

    What makes no sense here is left out; what was remembered of the same thing is replaced.
    Raises WorkbookError for a file that is none of ours.
    """
    taken = left = 0
    parts = {file: _part(path, part) for file, part in _PARTS.items()}
    for file, groups in parts.items():
        for group, answers in groups.items():
            good = {
                asked: meant
                for asked, answer in answers.items()
                if (meant := _meant(file, group, asked, answer)) is not None
            }
            taken, left = taken + len(good), left + len(answers) - len(good)
            _rewrite(workspace, file, group, good)
    return taken, left


def _part(path: Path, name: str) -> dict[str, dict[str, str]]:
    """Return a part of an exported file; raises WorkbookError."""
    advice = "要用 societyctl answers export 导出的文件"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        part = content.get(name, {}) if name == _PARTS[PAIRS] else content[name]
    except OSError as err:
        raise WorkbookError(f"读不了 {path}（{reason_of(err)}）", "请检查文件名") from err
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as err:
        raise WorkbookError(f"{path}：不是导出的答案", advice) from err
    groups = part.values() if isinstance(part, dict) else [None]
    texts = [isinstance(one, dict) and all(map(_is_text, one.values())) for one in groups]
    if not all(texts):
        raise WorkbookError(f"{path}：不是导出的答案", advice)
    return dict(part)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _numbered(workspace: Workspace, numbers: Collection[int]) -> tuple[RememberedAnswer, ...]:
    answers = answers_remembered(workspace)
    unknown = [number for number in numbers if not 1 <= number <= len(answers)]
    if unknown:
        raise UsageError(f"没有第{unknown[0]}条", "编号见 societyctl answers")
    return tuple(one for one in answers if one.number in numbers)


def _rewrite(
    workspace: Workspace, file: str, group: str, answers: Mapping[str, str | None]
) -> None:
    """Put answers into a file of the memory, those that are None out of it."""
    kept = {name: dict(known) for name, known in _READERS[file](workspace).items()}
    known = {**kept.get(group, {}), **answers}
    kept[group] = {asked: answer for asked, answer in known.items() if answer is not None}
    keep(workspace, file, {name: known for name, known in kept.items() if known})


def _meant(file: str, group: str, asked: str, answer: str) -> str | None:
    """Return an answer as it is kept, None when it makes no sense of what was asked."""
    if file == PAIRS:
        return answer if answer == APART and group in RECORD_KINDS else None
    if answer == IGNORE:
        return answer
    if file == WORDS:
        return term_named(answer, VOCABULARIES[group]) if group in VOCABULARIES else None
    if asked == KIND_KEY:
        try:
            return kind_named(answer).title
        except SocietyError:
            return None
    kind = RECORD_KINDS.get(group.partition("|")[0])
    return answer if kind is not None and field_named(kind, answer) else None


def _advice(one: RememberedAnswer) -> str:
    """Return what may be answered."""
    if one.file == PAIRS:
        return f"要再问，忘掉它：societyctl answers forget {one.number}"
    if one.file == WORDS:
        choices = VOCABULARIES[one.group].terms if one.group in VOCABULARIES else ()
    elif one.asked == KIND_KEY:
        choices = tuple(kind.title for kind in RECORD_KINDS.values())
    else:
        kind = RECORD_KINDS.get(one.group.partition("|")[0])
        choices = tuple(field.header for field in kind.fields) if kind else ()
    return f"可答 {'、'.join((*choices, IGNORE))}"
