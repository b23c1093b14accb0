#!/usr/bin/env python3
"""What printing a paper costs, as ratios measured in one run.

An acceptance report with 300 activities and 40 photos, against docxtpl rendering the same
template with the same values ready; and a row of a list of members, with 10,000 of them
against 1,000. Only drafts are printed: LibreOffice has no part in them. Exits with 1 where a
ratio is above its limit.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time

from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import Environment
from PIL import Image

from societyctl.domain.selection import Record
from societyctl.reporting.papers.dossier import Dossier, ProgramFacts
from societyctl.reporting.papers.registry import PAPERS
from societyctl.reporting.values import Photo
from societyctl.reporting.word.printing import Edition, print_paper
from societyctl.reporting.word.rendering import open_template
from societyctl.reporting.word.templates import find_template
from tests.reporting.recorded import Sample

ROUNDS = 5
LIMITS = {"acceptance": 1.5, "row": 1.3}
DAY = date(2022, 11, 10)
DRAFT = Edition()


def activity(number: int) -> Record:
    """Return an activity with everything filled in."""
    return {
        "record": "activity",
        "id": number,
        "title": f"第{number}场节水技术与智慧灌溉学术研讨会",
        "kind": "学术",
        "start_on": date(2022, number % 12 + 1, number % 28 + 1),
        "place": "彭城会议中心",
        "role": "主办",
        "attend_onsite": 60 + number,
        "audience_total": 90 + number,
        "status": "已举办",
    }


def member(number: int) -> Record:
    """Return a member."""
    return {
        "record": "member",
        "id": number,
        "number": f"HY{number:05}",
        "name": f"会员{number}",
        "kind": "个人",
        "joined_on": date(2015, number % 12 + 1, number % 28 + 1),
        "employer": "徐州青禾农业技术服务中心",
        "title_level": "副高",
        "phone": "0516-80000000",
    }


def dossier(
    name: str, records: dict[str, tuple[Record, ...]], photos: tuple[Photo, ...] = ()
) -> Dossier:
    """Return what a paper is written from, all it asks answered."""
    sample = Sample(
        ProgramFacts("xuzhou-2022", "提升计划", "某市科协", "", 2022),
        {"record": "society", "id": 1, "name": "某市示例学会"},
        DAY,
        records=records,
        evidence={f"activity:{number}": (f"Z-{number}",) for number in range(1, 301)},
        photos=photos,
    )
    return sample.dossier(PAPERS[name])


def pictures(folder: Path) -> tuple[Photo, ...]:
    """Write 40 photos of the size that messengers leave, and return them."""
    found = []
    for number in range(40):
        coarse = Image.effect_noise((180, 135), 60 + number).convert("RGB")
        path = folder / f"{number}.jpg"
        coarse.resize((1440, 1080), Image.Resampling.BICUBIC).save(path, quality=85)
        found.append(Photo(str(path), f"活动{number}"))
    return tuple(found)


def ours(name: str, given: Dossier, target: Path) -> Callable[[], object]:
    """Return the printing of a paper by this program, from answers to the file."""
    form = PAPERS[name]
    template = find_template(form, "xuzhou-2022")

    def run() -> None:
        target.unlink(missing_ok=True)
        opened = open_template(template, form.offer())
        print_paper(opened, form.write(given, opened.names), target, DRAFT)

    return run


def plain(given: Dossier, target: Path) -> Callable[[], object]:
    """Return docxtpl filling the same template with ready values and the same photos."""
    form = PAPERS["acceptance"]
    template = find_template(form, "xuzhou-2022")
    values = form.write(given, open_template(template, form.offer()).names).values
    engine = Environment(autoescape=True)  # it is on

    def run() -> None:
        source = DocxTemplate(io.BytesIO(template.content))
        source.render({**values, "stamp": "", "draft": False}, jinja_env=engine)
        for photo in given.photos:
            source.docx.add_picture(photo.path, width=Mm(70))
        source.save(str(target))

    return run


def seconds(*jobs: Callable[[], object]) -> list[float]:
    """Return the median time of each job, run in turns after one round to warm up."""
    taken: list[list[float]] = [[] for _ in jobs]
    for turn in range(ROUNDS + 1):
        for job, times in zip(jobs, taken, strict=True):
            begin = process_time()
            job()
            if turn:
                times.append(process_time() - begin)
    return [median(times) for times in taken]


def main() -> int:
    """Print the ratios; tell whether each is within its limit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        acts = tuple(activity(number) for number in range(1, 301))
        report = dossier("acceptance", {"activity": acts}, pictures(folder))
        mine, theirs = seconds(
            ours("acceptance", report, folder / "a.docx"), plain(report, folder / "b.docx")
        )
        lists = [
            dossier("members", {"member": tuple(member(n) for n in range(count))})
            for count in (1000, 10000)
        ]
        small, large = seconds(
            *(ours("members", given, folder / f"{n}.docx") for n, given in enumerate(lists))
        )
    found = {"acceptance": mine / theirs, "row": large / 10 / small}
    told = {
        "acceptance": "acceptance report, 300 activities, 40 photos: x docxtpl with ready data",
        "row": "list of members: time per row at 10,000 x that at 1,000",
    }
    for key, ratio in found.items():
        sys.stdout.write(f"{ratio:.2f} {told[key]}, limit {LIMITS[key]}\n")
    return int(any(ratio > LIMITS[key] for key, ratio in found.items()))


if __name__ == "__main__":
    raise SystemExit(main())
