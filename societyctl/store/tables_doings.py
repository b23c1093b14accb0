"""Tables of what the society does and how it stands: activities, results, standing, papers.

Columns carry the names of the catalog's fields. ``<field>_key`` beside a reference holds the
normalised text, by which it is joined to ``key`` or ``name_key`` of the record it names.
"""

from datetime import date as Date
from decimal import Decimal

from societyctl.store.columns import (
    Row,
    decimal_column,
    indexes,
    integer_column,
    terms_column,
    text_column,
)


class Activity(Row, table=True):
    """What takes place: activities, meetings, services, trainings, checks, elections."""

    __tablename__ = "activity"
    __table_args__ = indexes(
        "activity", "start_on kind body_key branch_key meeting_key platform_key"
    )

    number: str | None = text_column()
    title: str | None = text_column()
    kind: str | None = text_column()
    form: str | None = text_column()
    level: str | None = text_column()
    role: str | None = text_column()
    is_primary: bool | None = None
    start_on: Date | None = None
    end_on: Date | None = None
    sessions: int | None = integer_column()
    place_kind: str | None = terms_column()
    place: str | None = text_column()
    county: str | None = text_column()
    mode: str | None = text_column()
    attend_onsite: int | None = integer_column()
    attend_online: int | None = integer_column()
    audience_total: int | None = integer_column()
    theme: str | None = text_column()
    theme_tags: str | None = terms_column()
    occasion: str | None = text_column()
    cluster: str | None = text_column()
    partner_kinds: str | None = terms_column()
    partners: str | None = terms_column()
    led_by: str | None = terms_column()
    has_expo: bool | None = None
    has_contest: bool | None = None
    has_trade: bool | None = None
    series: str | None = text_column()
    published_platform: str | None = text_column()
    published_on: Date | None = None
    archive_complete: bool | None = None
    project: str | None = text_column()
    platform: str | None = text_column()
    platform_key: str | None = text_column()
    status: str | None = text_column()
    body_kind: str | None = text_column()
    body: str | None = text_column()
    body_key: str | None = text_column()
    attendees: str | None = terms_column()
    present_n: int | None = integer_column()
    required_n: int | None = integer_column()
    topics: str | None = terms_column()
    minutes_doc: str | None = text_column()
    satisfaction: Decimal | None = decimal_column()
    report_doc: str | None = text_column()
    branch: str | None = text_column()
    branch_key: str | None = text_column()
    to_body: str | None = text_column()
    meeting: str | None = text_column()
    meeting_key: str | None = text_column()
    term_no: int | None = integer_column()
    prep_started_on: Date | None = None
    group_formed_on: Date | None = None
    reported_on: Date | None = None
    approved_on: Date | None = None
    internal_vote_doc: str | None = text_column()
    council_profile_doc: str | None = text_column()


class Output(Row, table=True):
    """Reports and proposals, their adoption, and cases."""

    __tablename__ = "output"
    __table_args__ = indexes(
        "output", "finished_on adopted_on kind activity_key output_key platform_key"
    )

    title: str | None = text_column()
    kind: str | None = text_column()
    finished_on: Date | None = None
    words: int | None = integer_column()
    submitted_to: str | None = text_column()
    submitted_on: Date | None = None
    published_on: Date | None = None
    activity: str | None = text_column()
    activity_key: str | None = text_column()
    platform: str | None = text_column()
    platform_key: str | None = text_column()
    project: str | None = text_column()
    tech_content: str | None = text_column()
    funded_as: str | None = text_column()
    output: str | None = text_column()
    output_key: str | None = text_column()
    form: str | None = text_column()
    authority_level: str | None = text_column()
    adopted_on: Date | None = None
    clause_tag: str | None = text_column()
    other_clauses: str | None = text_column()


class Publication(Row, table=True):
    """Posts, media reports, issues and figures of journals."""

    __tablename__ = "publication"
    __table_args__ = indexes("publication", "published_on year activity_key journal_key")

    title: str | None = text_column()
    platform: str | None = text_column()
    topic: str | None = text_column()
    activity: str | None = text_column()
    activity_key: str | None = text_column()
    published_on: Date | None = None
    url: str | None = text_column()
    media: str | None = text_column()
    media_level: str | None = text_column()
    is_mainstream: bool | None = None
    journal: str | None = text_column()
    journal_key: str | None = text_column()
    year: int | None = integer_column()
    issue_no: int | None = integer_column()
    issue_to: int | None = integer_column()
    impact_factor: Decimal | None = decimal_column()
    note: str | None = text_column()


class Service(Row, table=True):
    """Services rendered: visits, needs, solved problems, contest entries, nominations."""

    __tablename__ = "service"
    __table_args__ = indexes(
        "service", "served_on kind activity_key client_key expert_key platform_key"
    )

    client: str | None = text_column()
    client_key: str | None = text_column()
    kind: str | None = text_column()
    served_on: Date | None = None
    activity: str | None = text_column()
    activity_key: str | None = text_column()
    platform: str | None = text_column()
    platform_key: str | None = text_column()
    expert: str | None = text_column()
    expert_key: str | None = text_column()
    expert_from: str | None = text_column()
    expert_from_level: str | None = text_column()
    project: str | None = text_column()
    effective: bool | None = None
    result: str | None = text_column()
    title: str | None = text_column()
    listed: bool | None = None
    grade: str | None = text_column()
    in_pilot_county: bool | None = None
    contest: str | None = text_column()
    stage: str | None = text_column()
    landed_on: Date | None = None
    level: str | None = text_column()
    person: str | None = text_column()
    recognised_by: str | None = text_column()
    published_on: Date | None = None


class Standing(Row, table=True):
    """How others see the society: inspections, ratings, honours, conduct, duties."""

    __tablename__ = "standing"
    __table_args__ = indexes("standing", "dated_on submitted_on due_on kind year body_key")

    year: int | None = integer_column()
    authority: str | None = text_column()
    result: str | None = text_column()
    dated_on: Date | None = None
    complete: bool | None = None
    scheme: str | None = text_column()
    participated: bool | None = None
    grade: str | None = text_column()
    grade_js: str | None = text_column()
    society_class: str | None = text_column()
    valid_to: Date | None = None
    kind: str | None = text_column()
    program: str | None = text_column()
    resolved: bool | None = None
    declared_none_on: Date | None = None
    category: str | None = text_column()
    sub_item: str | None = text_column()
    title: str | None = text_column()
    service_point: str | None = text_column()
    accepted: bool | None = None
    name: str | None = text_column()
    level: str | None = text_column()
    recipient: str | None = text_column()
    levels: str | None = terms_column()
    autonomous: bool | None = None
    body: str | None = text_column()
    body_key: str | None = text_column()
    submitted_on: Date | None = None
    organiser: str | None = text_column()
    due_on: Date | None = None
    assigned_by: str | None = text_column()
    status: str | None = text_column()


class Application(Row, table=True):
    """Applications for projects and their course."""

    __tablename__ = "application"
    __table_args__ = indexes(
        "application",
        "applied_on activity_key board_meeting_key client_key journal_key plan_key "
        "site_key staff_key upgrade_meeting_key",
    )

    program: str | None = text_column()
    project: str | None = text_column()
    category: str | None = text_column()
    sub_item: str | None = text_column()
    title: str | None = text_column()
    status: str | None = text_column()
    service_point: str | None = text_column()
    client: str | None = text_column()
    client_key: str | None = text_column()
    activity: str | None = text_column()
    activity_key: str | None = text_column()
    journal: str | None = text_column()
    journal_key: str | None = text_column()
    site: str | None = text_column()
    site_key: str | None = text_column()
    staff: str | None = text_column()
    staff_key: str | None = text_column()
    topic_guide_item: str | None = text_column()
    partner_kinds: str | None = terms_column()
    leader: str | None = text_column()
    board_meeting: str | None = text_column()
    board_meeting_key: str | None = text_column()
    plan: str | None = text_column()
    plan_key: str | None = text_column()
    from_on: Date | None = None
    to_on: Date | None = None
    applied_on: Date | None = None
    e_submitted_on: Date | None = None
    p_submitted_on: Date | None = None
    paper_copies: int | None = integer_column()
    ep_identical: bool | None = None
    sealed: bool | None = None
    bound: bool | None = None
    via_platform: str | None = text_column()
    expected_effect: str | None = text_column()
    interim_results: str | None = text_column()
    approved_on: Date | None = None
    approval_number: str | None = text_column()
    publicity_from: Date | None = None
    publicity_to: Date | None = None
    midterm_on: Date | None = None
    acceptance_submitted_on: Date | None = None
    acceptance_result: str | None = text_column()
    recognised: bool | None = None
    granted: int | None = integer_column()
    target_class: str | None = text_column()
    upgrade_meeting: str | None = text_column()
    upgrade_meeting_key: str | None = text_column()
    background: str | None = text_column()
    problems_effects: str | None = text_column()
    pledge_accepted: bool | None = None
    signed_by: str | None = text_column()


class Commitment(Row, table=True):
    """What an application has promised."""

    __tablename__ = "commitment"
    __table_args__ = indexes("commitment", "application_key")

    program: str | None = text_column()
    project: str | None = text_column()
    application: str | None = text_column()
    application_key: str | None = text_column()
    requirement: str | None = text_column()
    title: str | None = text_column()
    promised: int | None = integer_column()
    unit: str | None = text_column()


class Evidence(Row, table=True):
    """Files that prove records."""

    __tablename__ = "evidence"
    __table_args__ = indexes("evidence", "dated_on kind")

    number: str | None = text_column()
    title: str | None = text_column()
    kind: str | None = text_column()
    proves: str | None = text_column()
    path: str | None = text_column()
    sha256: str | None = text_column()
    issued_by: str | None = text_column()
    dated_on: Date | None = None
    sealed: bool | None = None
    medium: str | None = text_column()


class Finding(Row, table=True):
    """A named person's judgement of a clause."""

    __tablename__ = "finding"
    __table_args__ = indexes("finding", "judged_on evidence_key")

    program: str | None = text_column()
    project: str | None = text_column()
    requirement: str | None = text_column()
    clause: str | None = text_column()
    verdict: str | None = text_column()
    reason: str | None = text_column()
    judged_by: str | None = text_column()
    judged_on: Date | None = None
    valid_to: Date | None = None
    evidence: str | None = text_column()
    evidence_key: str | None = text_column()
