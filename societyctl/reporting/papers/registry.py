"""Every paper by the name it has on the command line."""

from __future__ import annotations

from societyctl.errors import UsageError
from societyctl.reporting.papers.form import Form
from societyctl.reporting.papers.project import ACCEPTANCE, APPLICATION, MIDTERM
from societyctl.reporting.papers.society import CASE, LISTS, SUMMARY
from societyctl.reporting.papers.upgrade import UPGRADE

PAPERS: dict[str, Form] = {
    form.name: form for form in (APPLICATION, MIDTERM, ACCEPTANCE, SUMMARY, UPGRADE, CASE, *LISTS)
}


def paper_form(name: str) -> Form:
    """Return the form of the paper called ``name``; raises UsageError."""
    if name not in PAPERS:
        raise UsageError(f"没有“{name}”这种材料", f"可用的有：{'、'.join(PAPERS)}")
    return PAPERS[name]
