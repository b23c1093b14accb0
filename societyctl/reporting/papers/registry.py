"""Every paper by the name it has on the command line."""

from __future__ import annotations

from societyctl.domain.naming import one_meant
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.project import ACCEPTANCE, APPLICATION, MIDTERM
from societyctl.reporting.papers.society import CASE, LISTS, SUMMARY
from societyctl.reporting.papers.upgrade import UPGRADE
from societyctl.reporting.word.form import Form

PAPERS: dict[str, Form[Dossier]] = {
    form.name: form for form in (APPLICATION, MIDTERM, ACCEPTANCE, SUMMARY, UPGRADE, CASE, *LISTS)
}


def paper_form(name: str) -> Form[Dossier]:
    """Return the form of the paper called ``name``; raises UsageError."""
    names = {form.name: (form.title,) for form in PAPERS.values()}
    return PAPERS[one_meant(name, names, "材料")]
