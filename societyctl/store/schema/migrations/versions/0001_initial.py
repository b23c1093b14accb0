"""The first schema: a table for each family of records, evidence links, history.

Frozen: it says what the tables were then, whatever they have become since.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

COLUMNS = {
    "society": {
        "text": (
            "name org_type level city supervising_assoc field_group discipline industry_clusters "
            "society_class host_unit host_separation_doc chair secretary_general "
            "legal_representative credit_code address postcode contact_name phone email bank_name "
            "bank_account"
        ),
        "flag": "is_affiliated has_independent_account",
        "date": "founded_on tax_registered_on term_end charter_version_on info_updated_on",
    },
    "person": {
        "text": (
            "number name kind region region_key employer title_level phone role recruited_via "
            "commendation stature unit specialty activity activity_key slot"
        ),
        "date": (
            "joined_on left_on birth_on volunteer_reg_on kepu_officer_reg_on hired_on "
            "thinktank_from thinktank_to supported_on"
        ),
        "flag": (
            "file_complete full_time professional in_library is_chief_communicator is_youth landed"
        ),
    },
    "body": {
        "text": "kind name duties_doc party_rating lead_expert lead_expert_key lead_title_level",
        "date": "established_on dissolved_on formed_on",
        "flag": "has_party_group",
        "whole": "member_count senior_count",
    },
    "organization": {
        "text": "name kind province county service_point cluster",
        "flag": "is_pilot_county is_key",
    },
    "finance": {
        "whole": (
            "year due paid income_total income_service expense_total kepu_budget kepu_spent planned"
        ),
        "text": "member member_key budget_doc final_doc project item note opinion",
        "date": "paid_on reviewed_council_on reviewed_supervisors_on disclosed_on report_on",
    },
    "figure": {"text": "name unit note", "whole": "year", "decimal": "amount", "date": "dated_on"},
    "activity": {
        "text": (
            "number title kind form level role place_kind place county mode theme theme_tags "
            "occasion cluster partner_kinds partners led_by series published_platform project "
            "platform platform_key status body_kind body body_key attendees topics minutes_doc "
            "report_doc branch branch_key to_body meeting meeting_key internal_vote_doc "
            "council_profile_doc"
        ),
        "flag": "is_primary has_expo has_contest has_trade archive_complete",
        "date": (
            "start_on end_on published_on prep_started_on group_formed_on reported_on approved_on"
        ),
        "whole": "sessions attend_onsite attend_online audience_total present_n required_n term_no",
        "decimal": "satisfaction",
    },
    "asset": {
        "text": (
            "name kind society_role lead_stature partner_kinds county use tenure url owner "
            "service_note security_policy licence_kind issn cn permit_no level pushed_to "
            "recognised_by"
        ),
        "date": "from_on to_on updated_on recognised_on",
        "flag": (
            "is_pilot_county is_physical goals_clear team_stable gov_supported in_gov_plan "
            "is_independent is_scitech free_open"
        ),
        "decimal": "area_m2",
        "whole": "frequency use_count",
    },
    "rulebook": {
        "text": "title topic kind meeting meeting_key platform platform_key project sections",
        "date": "from_on to_on adopted_on",
        "flag": "in_force has_owners",
        "whole": "year",
    },
    "agreement": {
        "text": (
            "number title kind client client_key counterparty_kind society_role platform "
            "platform_key project area entrusted_by agreement agreement_key policy policy_key"
        ),
        "date": "signed_on from_on to_on service_started_on",
        "whole": "amount",
        "flag": "is_tech_attack is_major is_bottleneck_listed rights_duties_clear",
    },
    "output": {
        "text": (
            "title kind submitted_to activity activity_key platform platform_key project "
            "tech_content funded_as output output_key form authority_level clause_tag "
            "other_clauses"
        ),
        "date": "finished_on submitted_on published_on adopted_on",
        "whole": "words",
    },
    "publication": {
        "text": (
            "title platform topic activity activity_key url media media_level journal journal_key "
            "note"
        ),
        "date": "published_on",
        "flag": "is_mainstream",
        "whole": "year issue_no issue_to",
        "decimal": "impact_factor",
    },
    "service": {
        "text": (
            "client client_key kind activity activity_key platform platform_key expert expert_key "
            "expert_from expert_from_level project result title grade contest stage level person "
            "recognised_by"
        ),
        "date": "served_on landed_on published_on",
        "flag": "effective listed in_pilot_county",
    },
    "standing": {
        "whole": "year",
        "text": (
            "authority result scheme grade grade_js society_class kind program category sub_item "
            "title service_point name level recipient levels body body_key organiser assigned_by "
            "status"
        ),
        "date": "dated_on valid_to declared_none_on submitted_on due_on",
        "flag": "complete participated resolved accepted autonomous",
    },
    "application": {
        "text": (
            "program project category sub_item title status service_point client client_key "
            "activity activity_key journal journal_key site site_key staff staff_key "
            "topic_guide_item partner_kinds leader board_meeting board_meeting_key plan plan_key "
            "via_platform expected_effect interim_results approval_number acceptance_result "
            "target_class upgrade_meeting upgrade_meeting_key background problems_effects "
            "signed_by"
        ),
        "date": (
            "from_on to_on applied_on e_submitted_on p_submitted_on approved_on publicity_from "
            "publicity_to midterm_on acceptance_submitted_on"
        ),
        "whole": "paper_copies granted",
        "flag": "ep_identical sealed bound recognised pledge_accepted",
    },
    "commitment": {
        "text": "program project application application_key requirement title unit",
        "whole": "promised",
    },
    "evidence": {
        "text": "number title kind proves path sha256 issued_by medium",
        "date": "dated_on",
        "flag": "sealed",
    },
    "finding": {
        "text": "program project requirement clause verdict reason judged_by evidence evidence_key",
        "date": "judged_on valid_to",
    },
}
TWINS = {
    "person": "activity_key region_key",
    "body": "lead_expert_key",
    "finance": "member_key",
    "activity": "body_key branch_key meeting_key platform_key",
    "rulebook": "meeting_key platform_key",
    "agreement": "agreement_key client_key platform_key policy_key",
    "output": "activity_key output_key platform_key",
    "publication": "activity_key journal_key",
    "service": "activity_key client_key expert_key platform_key",
    "standing": "body_key",
    "application": (
        "activity_key board_meeting_key client_key journal_key plan_key site_key staff_key "
        "upgrade_meeting_key"
    ),
    "commitment": "application_key",
    "finding": "evidence_key",
}
"""The columns that name records of other tables: they have an index."""

TYPES: dict[str, Any] = {
    "text": sa.Text(),
    "whole": sa.BigInteger(),
    "decimal": sa.Numeric(18, 4).with_variant(sa.BigInteger(), "sqlite"),
    "date": sa.Date(),
    "flag": sa.Boolean(),
}


def upgrade() -> None:
    """Make all tables."""
    for family in COLUMNS:
        _make_records(family)
    _make_links()
    _make_history()


def downgrade() -> None:
    """Remove all tables."""
    for table in ("change", "batch", "evidence_link", *COLUMNS):
        op.drop_table(table)


def _make_records(family: str) -> None:
    fields: Iterator[sa.Column[Any]] = (
        sa.Column(name, TYPES[kind])
        for kind, names in COLUMNS[family].items()
        for name in names.split()
    )
    op.create_table(
        family,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered", sa.Text()),
        *fields,
        sa.UniqueConstraint("record", "key", name=f"uq_{family}_key"),
        sqlite_autoincrement=True,
    )
    for name in ("name_key", *TWINS.get(family, "").split()):
        filled = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_{family}_{name}", family, [name], sqlite_where=filled, postgresql_where=filled
        )


def _make_links() -> None:
    op.create_table(
        "evidence_link",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("evidence_id", sa.Integer(), sa.ForeignKey("evidence.id"), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.UniqueConstraint("record", "record_id", "evidence_id", name="uq_evidence_link"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_evidence_link_evidence", "evidence_link", ["evidence_id"])


def _make_history() -> None:
    counts = ("added", "changed", "unchanged", "rejected")
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("sheets", sa.Text()),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("undone_by", sa.Integer(), sa.ForeignKey("batch.id")),
        sa.Column("undoes", sa.Integer(), sa.ForeignKey("batch.id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("batch.id"), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("content", sa.Text()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_batch", "change", ["batch_id"])
