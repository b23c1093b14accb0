"""Tables of what the society is and has: itself, people, partners, money, assets, rules.

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


class Society(Row, table=True):
    """The society itself: one row."""

    __tablename__ = "society"
    __table_args__ = indexes("society", "")

    name: str | None = text_column()
    org_type: str | None = text_column()
    level: str | None = text_column()
    city: str | None = text_column()
    supervising_assoc: str | None = text_column()
    is_affiliated: bool | None = None
    field_group: str | None = text_column()
    discipline: str | None = text_column()
    industry_clusters: str | None = terms_column()
    society_class: str | None = text_column()
    host_unit: str | None = text_column()
    host_separation_doc: str | None = text_column()
    chair: str | None = text_column()
    secretary_general: str | None = text_column()
    legal_representative: str | None = text_column()
    credit_code: str | None = text_column()
    founded_on: Date | None = None
    address: str | None = text_column()
    postcode: str | None = text_column()
    contact_name: str | None = text_column()
    phone: str | None = text_column()
    email: str | None = text_column()
    bank_name: str | None = text_column()
    bank_account: str | None = text_column()
    tax_registered_on: Date | None = None
    has_independent_account: bool | None = None
    term_end: Date | None = None
    charter_version_on: Date | None = None
    info_updated_on: Date | None = None


class Person(Row, table=True):
    """Members, staff, experts, speakers, supported talents."""

    __tablename__ = "person"
    __table_args__ = indexes(
        "person", "joined_on hired_on thinktank_from supported_on kind activity_key region_key"
    )

    number: str | None = text_column()
    name: str | None = text_column()
    kind: str | None = text_column()
    joined_on: Date | None = None
    left_on: Date | None = None
    birth_on: Date | None = None
    region: str | None = text_column()
    region_key: str | None = text_column()
    employer: str | None = text_column()
    title_level: str | None = text_column()
    phone: str | None = text_column()
    volunteer_reg_on: Date | None = None
    kepu_officer_reg_on: Date | None = None
    file_complete: bool | None = None
    role: str | None = text_column()
    full_time: bool | None = None
    professional: bool | None = None
    recruited_via: str | None = text_column()
    hired_on: Date | None = None
    commendation: str | None = text_column()
    stature: str | None = text_column()
    unit: str | None = text_column()
    specialty: str | None = text_column()
    in_library: bool | None = None
    thinktank_from: Date | None = None
    thinktank_to: Date | None = None
    is_chief_communicator: bool | None = None
    activity: str | None = text_column()
    activity_key: str | None = text_column()
    slot: str | None = text_column()
    is_youth: bool | None = None
    supported_on: Date | None = None
    landed: bool | None = None


class Body(Row, table=True):
    """The society's organs, branches and teams."""

    __tablename__ = "body"
    __table_args__ = indexes("body", "established_on formed_on kind lead_expert_key")

    kind: str | None = text_column()
    name: str | None = text_column()
    established_on: Date | None = None
    dissolved_on: Date | None = None
    duties_doc: str | None = text_column()
    party_rating: str | None = text_column()
    has_party_group: bool | None = None
    member_count: int | None = integer_column()
    lead_expert: str | None = text_column()
    lead_expert_key: str | None = text_column()
    lead_title_level: str | None = text_column()
    senior_count: int | None = integer_column()
    formed_on: Date | None = None


class Organization(Row, table=True):
    """Those served and worked with, and key regions."""

    __tablename__ = "organization"
    __table_args__ = indexes("organization", "kind")

    name: str | None = text_column()
    kind: str | None = text_column()
    province: str | None = text_column()
    county: str | None = text_column()
    is_pilot_county: bool | None = None
    service_point: str | None = text_column()
    cluster: str | None = text_column()
    is_key: bool | None = None


class Finance(Row, table=True):
    """Dues, yearly accounts, spending, audits."""

    __tablename__ = "finance"
    __table_args__ = indexes("finance", "paid_on report_on year member_key")

    year: int | None = integer_column()
    member: str | None = text_column()
    member_key: str | None = text_column()
    due: int | None = integer_column()
    paid: int | None = integer_column()
    paid_on: Date | None = None
    income_total: int | None = integer_column()
    income_service: int | None = integer_column()
    expense_total: int | None = integer_column()
    kepu_budget: int | None = integer_column()
    kepu_spent: int | None = integer_column()
    budget_doc: str | None = text_column()
    final_doc: str | None = text_column()
    reviewed_council_on: Date | None = None
    reviewed_supervisors_on: Date | None = None
    disclosed_on: Date | None = None
    project: str | None = text_column()
    item: str | None = text_column()
    planned: int | None = integer_column()
    note: str | None = text_column()
    report_on: Date | None = None
    opinion: str | None = text_column()


class Figure(Row, table=True):
    """Any yearly number that no other table holds."""

    __tablename__ = "figure"
    __table_args__ = indexes("figure", "dated_on year")

    name: str | None = text_column()
    year: int | None = integer_column()
    amount: Decimal | None = decimal_column()
    unit: str | None = text_column()
    dated_on: Date | None = None
    note: str | None = text_column()


class Asset(Row, table=True):
    """What the society has or runs: platforms, premises, sites, journals, resources, awards."""

    __tablename__ = "asset"
    __table_args__ = indexes("asset", "from_on updated_on kind")

    name: str | None = text_column()
    kind: str | None = text_column()
    society_role: str | None = text_column()
    lead_stature: str | None = text_column()
    partner_kinds: str | None = terms_column()
    from_on: Date | None = None
    to_on: Date | None = None
    county: str | None = text_column()
    is_pilot_county: bool | None = None
    is_physical: bool | None = None
    goals_clear: bool | None = None
    team_stable: bool | None = None
    gov_supported: bool | None = None
    in_gov_plan: bool | None = None
    use: str | None = text_column()
    tenure: str | None = text_column()
    area_m2: Decimal | None = decimal_column()
    url: str | None = text_column()
    is_independent: bool | None = None
    owner: str | None = text_column()
    updated_on: Date | None = None
    service_note: str | None = text_column()
    security_policy: str | None = text_column()
    licence_kind: str | None = text_column()
    issn: str | None = text_column()
    cn: str | None = text_column()
    permit_no: str | None = text_column()
    is_scitech: bool | None = None
    frequency: int | None = integer_column()
    level: str | None = text_column()
    free_open: bool | None = None
    pushed_to: str | None = text_column()
    use_count: int | None = integer_column()
    recognised_by: str | None = text_column()
    recognised_on: Date | None = None


class Rulebook(Row, table=True):
    """Rules and plans in force from a day to another."""

    __tablename__ = "rulebook"
    __table_args__ = indexes("rulebook", "from_on adopted_on kind year meeting_key platform_key")

    title: str | None = text_column()
    topic: str | None = text_column()
    from_on: Date | None = None
    to_on: Date | None = None
    in_force: bool | None = None
    kind: str | None = text_column()
    year: int | None = integer_column()
    adopted_on: Date | None = None
    meeting: str | None = text_column()
    meeting_key: str | None = text_column()
    platform: str | None = text_column()
    platform_key: str | None = text_column()
    project: str | None = text_column()
    sections: str | None = terms_column()
    has_owners: bool | None = None


class Agreement(Row, table=True):
    """Agreements, and functions taken on from government."""

    __tablename__ = "agreement"
    __table_args__ = indexes(
        "agreement", "signed_on from_on kind agreement_key client_key platform_key policy_key"
    )

    number: str | None = text_column()
    title: str | None = text_column()
    kind: str | None = text_column()
    client: str | None = text_column()
    client_key: str | None = text_column()
    counterparty_kind: str | None = text_column()
    signed_on: Date | None = None
    from_on: Date | None = None
    to_on: Date | None = None
    amount: int | None = integer_column()
    society_role: str | None = text_column()
    is_tech_attack: bool | None = None
    is_major: bool | None = None
    is_bottleneck_listed: bool | None = None
    rights_duties_clear: bool | None = None
    platform: str | None = text_column()
    platform_key: str | None = text_column()
    project: str | None = text_column()
    service_started_on: Date | None = None
    area: str | None = text_column()
    entrusted_by: str | None = text_column()
    agreement: str | None = text_column()
    agreement_key: str | None = text_column()
    policy: str | None = text_column()
    policy_key: str | None = text_column()
