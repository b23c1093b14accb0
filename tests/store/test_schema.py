"""Opening a store: its tables, its versions, and what may stand in the way."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from societyctl.domain.catalog import FAMILIES, RECORD_KINDS
from societyctl.domain.dates import PartialDate
from societyctl.domain.fields import FieldType
from societyctl.errors import ExitCode, StoreError
from societyctl.store import Store
from societyctl.store.schema import migrating
from societyctl.store.schema import opening as engine
from societyctl.store.schema.column_types import ExactDecimal
from societyctl.store.schema.columns import is_twinned
from societyctl.store.schema.connecting import connect
from societyctl.store.schema.creation import METADATA as DECLARED
from societyctl.store.schema.tables import METADATA as WRITTEN
from societyctl.store.schema.tables import TABLES, table_of
from societyctl.store.schema.writing import engine_over
from societyctl.store.trouble import plain_error
from tests.store.store_samples import activity, contents, fill, links, new

NEXT = "9998"
WEATHER = """
import sqlalchemy as sa
from alembic import op
branch_labels = depends_on = None
def upgrade():
    op.add_column('activity', sa.Column('weather', sa.Text()))
    op.execute("UPDATE activity SET weather = '晴'")
"""
COLUMNS = {
    FieldType.TEXT: "TEXT",
    FieldType.TERM: "TEXT",
    FieldType.TERMS: "TEXT",
    FieldType.REFERENCE: "TEXT",
    FieldType.INTEGER: "BIGINT",
    FieldType.MONEY: "BIGINT",
    FieldType.FLAG: "BOOLEAN",
    FieldType.DATE: "TEXT",
}


def make_engine(url: str) -> Engine:
    return engine_over(connect(url))


def shape(metadata: MetaData, *, with_types: bool) -> dict[str, dict[str, str]]:
    return {
        name: {column.name: str(column.type) * with_types for column in table.columns}
        for name, table in metadata.tables.items()
        if name in (TABLES if with_types else WRITTEN.tables)
    }


def test_the_tables_written_are_the_tables_made():
    assert shape(WRITTEN, with_types=True) == shape(DECLARED, with_types=True)
    assert shape(WRITTEN, with_types=False) == shape(DECLARED, with_types=False)


def test_every_field_of_the_catalog_has_its_column():
    wrong = []
    for kind in RECORD_KINDS.values():
        columns = table_of(kind.name).columns
        for field in kind.fields:
            type_ = columns[field.name].type
            if field.type is FieldType.DECIMAL:
                fits = isinstance(type_, ExactDecimal)
            else:
                fits = str(type_) == COLUMNS[field.type]
            if not fits or is_twinned(field) > (f"{field.name}_key" in columns):
                wrong.append((kind.name, field.name))
    assert wrong == []
    assert set(TABLES) == set(FAMILIES)


def described(url: str) -> dict[str, object]:
    """Return tables, columns, indexes and keys as the database itself has them."""
    looked_at = inspect(make_engine(url))
    found = {}
    for name in sorted(set(looked_at.get_table_names()) - {"alembic_version", "sqlite_sequence"}):
        found[name] = (
            {c["name"]: (str(c["type"]), c["nullable"]) for c in looked_at.get_columns(name)},
            {(i["name"], tuple(i["column_names"])) for i in looked_at.get_indexes(name)},
            {tuple(u["column_names"]) for u in looked_at.get_unique_constraints(name)},
            {
                (tuple(f["constrained_columns"]), f["referred_table"])
                for f in looked_at.get_foreign_keys(name)
            },
        )
    looked_at.engine.dispose()
    return found


def empty_but_versioned(url: str) -> None:
    """Make a store that only has the table of its version, and that one empty."""
    made = make_engine(url)
    with made.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"
        )
    made.dispose()


@pytest.mark.slow
def test_migrations_lead_to_the_declared_schema(tmp_path: Path):
    made, migrated = (f"sqlite:///{tmp_path.as_posix()}/{name}.db" for name in ("a", "b"))
    Store.open(made).close()
    empty_but_versioned(migrated)
    Store.open(migrated).close()

    assert described(migrated) == described(made)


@pytest.mark.postgres
def test_migrations_lead_to_the_declared_schema_on_a_server(postgres_url: str, file_url: str):
    empty_but_versioned(postgres_url)
    Store.open(postgres_url).close()
    migrated = described(postgres_url)

    drop = make_engine(postgres_url)
    with drop.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    drop.dispose()
    Store.open(postgres_url).close()

    assert described(postgres_url) == migrated


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program one version ahead: its last migration adds a column to the activities."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrating.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    script = scripts / "versions" / "next.py"
    versions = f"revision, down_revision = {NEXT!r}, {engine.REVISIONS[-1]!r}\n"
    script.write_text(versions + WEATHER, encoding="utf-8")
    monkeypatch.setattr(migrating, "SCRIPTS", scripts)
    monkeypatch.setattr(engine, "REVISIONS", (*engine.REVISIONS, NEXT))
    return script


def test_an_older_store_is_migrated_and_a_copy_kept(tmp_path: Path, file_url: str, request):
    with Store.open(file_url) as store:
        fill(store, activity())
        before = contents(store)
    now = engine.REVISIONS[-1]
    request.getfixturevalue("next_version")

    with Store.open(file_url) as store:
        assert contents(store) == before

    with closing(sqlite3.connect(tmp_path / "society.db")) as file:
        assert file.execute("SELECT title, weather FROM activity").fetchall() == [
            ("科普讲座", "晴")
        ]
        assert file.execute("SELECT version_num FROM alembic_version").fetchall() == [(NEXT,)]
    copy = tmp_path / f"society.db.{now}.bak"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as file:
        assert file.execute("SELECT title FROM activity").fetchall() == [("科普讲座",)]
        assert file.execute("SELECT version_num FROM alembic_version").fetchall() == [(now,)]


def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path: Path, file_url: str, request):
    with Store.open(file_url) as store:
        fill(store, activity())
    now = engine.REVISIONS[-1]
    script = request.getfixturevalue("next_version")
    script.write_text(script.read_text().replace("UPDATE activity", "UPDATE nowhere"))

    with pytest.raises(StoreError, match="数据库出错：no such table: nowhere"):
        Store.open(file_url)

    with closing(sqlite3.connect(tmp_path / "society.db")) as file:
        columns = [row[1] for row in file.execute("PRAGMA table_info(activity)")]
        assert "weather" not in columns
        assert file.execute("SELECT version_num FROM alembic_version").fetchall() == [(now,)]


def refused(url: str) -> tuple[str, str]:
    with pytest.raises(StoreError) as caught:
        Store.open(url)
    assert caught.value.exit_code is ExitCode.STORE
    return caught.value.message, caught.value.hint


def test_a_store_of_a_newer_program_is_refused(any_url: str):
    with Store.open(any_url) as store, store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert refused(any_url) == (
        "数据库由更新版本的 societyctl 写成（结构版本 9999），本程序读不了",
        "请升级 societyctl 后再打开：pip install --upgrade societyctl",
    )


@pytest.fixture(params=["file_url", pytest.param("postgres_url", marks=pytest.mark.postgres)])
def any_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


def test_a_damaged_file_is_refused(tmp_path: Path, file_url: str):
    (tmp_path / "society.db").write_bytes(b"no database at all" * 200)

    assert refused(file_url) == (
        "数据库文件已损坏，或不是 societyctl 的数据库",
        "请用先前复制的工作区文件夹换回来",
    )


def test_a_file_cut_short_is_refused(tmp_path: Path, file_url: str):
    with Store.open(file_url) as store:
        fill(store, *(activity(f"活动{number}") for number in range(300)))
    file = tmp_path / "society.db"
    file.write_bytes(file.read_bytes()[:9000])

    assert refused(file_url)[0] == "数据库文件已损坏，或不是 societyctl 的数据库"


def test_a_missing_folder_is_named(tmp_path: Path):
    assert refused(f"sqlite:///{tmp_path.as_posix()}/没有/society.db") == (
        f"文件夹不存在：{tmp_path}/没有",
        "先运行 societyctl init 建立工作区，或检查路径",
    )


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path, file_url: str):
    (tmp_path / "society.db").mkdir()

    assert refused(file_url)[0] == "打不开数据库文件"


@pytest.mark.parametrize("url", ["society.db", "", "://", "oracle9://a", "nosuch+driver://a/b"])
def test_an_address_that_is_none_is_refused(url: str):
    assert refused(url)[0] in ("数据库地址写得不对", "不认识这种数据库地址，或缺少它的驱动程序")


def test_a_server_that_does_not_answer_is_named():
    assert refused("postgresql+psycopg://a@127.0.0.1:1/b?connect_timeout=2") == (
        "连不上数据库服务器",
        "请检查环境变量 SOCIETYCTL_DATABASE_URL 和服务器是否在运行",
    )


def test_a_locked_store_is_named(tmp_path: Path, file_url: str):
    with Store.open(file_url) as store, closing(sqlite3.connect(tmp_path / "society.db")) as other:
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 50")
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StoreError) as caught:
            fill(store, activity())

        other.rollback()
        assert caught.value.message == "数据库正被另一个程序占用"
        assert caught.value.hint == "请等另一个 societyctl 结束后重试"
        assert fill(store, activity()) == ["activity:1"]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be somebody to whom permissions apply."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no permissions there")
def test_a_folder_that_may_not_be_written_is_named():
    with tempfile.TemporaryDirectory() as name:
        folder, url = Path(name), f"sqlite:///{name}/society.db"
        with Store.open(url) as store:
            fill(store, activity())
        (folder / "society.db").chmod(0o444)
        folder.chmod(0o555)

        with as_nobody():
            message, hint = refused(url)
        folder.chmod(0o700)

    assert message in ("数据库只读，不能写入", "打不开数据库文件")
    assert "写权限" in hint


@pytest.mark.skipif(sys.platform == "win32", reason="files have no owners there")
def test_only_the_owner_may_read_the_files(tmp_path: Path, file_url: str):
    old = os.umask(0o022)
    try:
        with Store.open(file_url) as store:
            fill(store, activity())
            files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    finally:
        os.umask(old)

    assert files == {"society.db": 0o600, "society.db-wal": 0o600, "society.db-shm": 0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="files have no owners there")
def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path, file_url: str):
    Store.open(file_url).close()
    (tmp_path / "society.db").chmod(0o644)

    Store.open(file_url).close()

    assert stat.S_IMODE((tmp_path / "society.db").stat().st_mode) == 0o600


def test_two_programs_may_open_a_new_store_at_once(any_url: str):
    def first_steps(number: int) -> int:
        with Store.open(any_url) as store:
            fill(store, activity(f"活动{number}"))
            return number

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(first_steps, range(4))) == [0, 1, 2, 3]

    with Store.open(any_url) as store:
        assert store.counts()["activity"] == 4


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("database or disk is full", "磁盘已满或出错，没有保存"),
        ("attempt to write a readonly database", "数据库只读，不能写入"),
        ("deadlock detected", "数据库正被另一个程序占用"),
        ("something new\nwith details", "数据库出错：something new"),
        ("", "数据库出错：SQLAlchemyError"),
    ],
)
def test_complaints_are_put_plainly(said: str, message: str):
    assert plain_error(SQLAlchemyError(said)).message == message


def test_what_the_driver_complains_about_while_asking_is_put_plainly(any_url: str):
    with Store.open(any_url) as store:
        with store._engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE figure")

        with pytest.raises(StoreError, match="数据库出错"):
            store.records("figure")

        assert store.records("activity") == ()


def test_the_complaint_of_the_driver_is_what_counts():
    error = DBAPIError("SELECT 1", {}, sqlite3.DatabaseError("file is not a database"))

    assert plain_error(error).message == "数据库文件已损坏，或不是 societyctl 的数据库"


def store_of_version(url: str, version: str) -> None:
    """Make a store as the program of an older version did."""
    config = Config()
    config.set_main_option("script_location", migrating.SCRIPTS.as_posix())
    made = make_engine(url)
    with made.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    made.dispose()


def put_in(url: str, *statements: str) -> None:
    made = make_engine(url)
    with made.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    made.dispose()


def test_findings_of_the_first_version_are_known_again(any_url: str):
    store_of_version(any_url, "0001")
    put_in(
        any_url,
        "INSERT INTO finding (record, key, source, program, project, requirement)"
        " VALUES ('finding', 'p|a|r', '', 'p', 'A', 'r')",
        "INSERT INTO finding (record, key, source, program, project, clause)"
        " VALUES ('finding', 'p|1.1', '', 'p', 'A', '1.1')",
    )

    with Store.open(any_url) as store:
        known = [
            new("finding", program="p", project="A", requirement="r"),
            new("finding", program="p", project="A", clause="1.1"),
        ]
        assert fill(store, *known) == ["finding:1", "finding:2"]
        assert fill(store, new("finding", program="p", clause="1.1")) == ["finding:3"]


@pytest.mark.slow
def test_activities_of_the_third_version_are_filed_under_their_places(any_url: str):
    store_of_version(any_url, "0003")
    put_in(
        any_url,
        "INSERT INTO activity (record, key, name_key, source, number, title, start_on, place)"
        " VALUES ('activity', '讲座|2022-03-01', '讲座', '', NULL, '讲座', '2022-03-01', '甲 校'),"
        " ('activity', '论坛|2022-03-01', '论坛', '', NULL, '论坛', '2022-03-01', NULL),"
        " ('activity', 'k1', '年会', '', 'K1', '年会', '2022-03-01', '甲校'),"
        " ('meeting', '例会|2022-03-01', '例会', '', NULL, '例会', '2022-03-01', '甲校')",
    )

    with Store.open(any_url) as store:
        filed = [one for kind in ("activity", "meeting") for one in store.records(kind)]
        known = [
            new("activity", title=title, start_on=date(2022, 3, 1), place=place)
            for title, place in (("讲座", "甲校"), ("论坛", "甲校"), ("讲座", "乙校"))
        ]
        assert fill(store, *known) == ["activity:1", "activity:2", "activity:5"]

    assert [one["key"] for one in filed] == [
        "讲座|2022-03-01|甲校",
        "论坛|2022-03-01",
        "k1",
        "例会|2022-03-01",
    ]


@pytest.mark.slow
def test_adoptions_of_the_first_version_are_known_again(any_url: str):
    store_of_version(any_url, "0001")
    put_in(
        any_url,
        "INSERT INTO output (record, key, source, output, form, authority_level, adopted_on)"
        " VALUES ('adoption', '建言|采用', '', '建 言', '采用', '省', '2022-03-01')",
        "INSERT INTO output (record, key, source, output, form)"
        " VALUES ('adoption', '报告|采用', '', '报告', '采用')",
    )
    full = {"output": "建言", "form": "采用", "authority_level": "省"}

    with Store.open(any_url) as store:
        known = [
            new("adoption", **full, adopted_on=date(2022, 3, 1)),
            new("adoption", output="报告", form="采用"),
        ]
        assert fill(store, *known) == ["adoption:1", "adoption:2"]
        assert fill(store, new("adoption", **full, adopted_on=date(2022, 9, 1))) == ["adoption:3"]
        assert [row["key"] for row in contents(store)["output"]] == [
            "建言|采用|省|2022-03-01",
            "报告|采用",
            "建言|采用|省|2022-09-01",
        ]


def test_meetings_of_the_second_version_are_known_by_body_and_day(any_url: str):
    store_of_version(any_url, "0002")
    put_in(
        any_url,
        "INSERT INTO activity (record, key, name_key, source, title, body_kind, start_on)"
        " VALUES ('meeting', '年会|2022-03-01', '年会', '', '年会', '理事会', '2022-03-01')",
    )

    with Store.open(any_url) as store:
        untitled = new("meeting", body_kind="理事会", start_on=date(2022, 3, 1))
        assert fill(store, untitled) == ["meeting:1"]


def test_what_the_second_version_deleted_comes_back_and_is_known_by_body_and_day(any_url: str):
    store_of_version(any_url, "0002")
    put_in(
        any_url,
        "INSERT INTO batch (at, command, files, added, changed, unchanged, rejected)"
        " VALUES ('2022-06-01T08:00:00+08:00', '删除', '[]', 0, 0, 0, 0)",
        "INSERT INTO change (batch_id, family, record_id, what, content)"
        " VALUES (1, 'activity', 5, 'deleted', '{"
        '"id":5,"record":"meeting","key":"年会|2022-03-01","name_key":"年会","source":"",'
        '"title":"年会","body_kind":"理事会","start_on":"2022-03-01"'
        "}')",
    )

    with Store.open(any_url) as store:
        store.undo()
        untitled = new("meeting", body_kind="理事会", start_on=date(2022, 3, 1))
        assert fill(store, untitled) == ["meeting:5"]


@pytest.mark.slow
def test_evidence_of_the_second_version_still_waits_for_its_record(any_url: str):
    store_of_version(any_url, "0002")
    put_in(
        any_url,
        "INSERT INTO evidence (record, key, name_key, source, title, proves)"
        " VALUES ('evidence', '照片', '照片', '', '照片', '活动：科普讲座、别的')",
    )

    with Store.open(any_url) as store:
        fill(store, activity())
        assert links(store) == {(1, "activity:1")}


def test_payments_of_the_sixth_version_are_filed_by_what_they_say(any_url: str):
    store_of_version(any_url, "0006")
    put_in(
        any_url,
        "INSERT INTO finance (record, key, name_key, source, project, item, paid_on, paid, voucher)"
        " VALUES ('spending', '甲|劳务费|2022-06-05|50000', '劳务费', '', '甲', '劳务费',"
        " '2022-06-05', 50000, NULL),"
        " ('spending', '甲|劳务费|2022-06-05|50000|第2笔', '劳务费', '', '甲', '劳务费',"
        " '2022-06-05', 50000, '第2笔'),"
        " ('spending', '甲|劳务费|2022-06-05|50000|1', '劳务费', '', '甲', '劳务费',"
        " '2022-06-05', 50000, '1')",
    )
    like = {"project": "甲", "item": "劳务费", "paid_on": date(2022, 6, 5), "paid": 50000}

    with Store.open(any_url) as store:
        told = [(one["voucher"], one["nth"]) for one in store.records("spending")]
        assert told == [(None, None), (None, 2), ("1", None)]
        assert fill(
            store,
            new("spending", **like),
            new("spending", **like, nth=2),
            new("spending", **like, voucher="1"),
        ) == ["spending:1", "spending:2", "spending:3"]
        assert len(store.records("spending")) == 3


def test_no_kind_has_two_keys_to_which_nothing_leads():
    apart = {
        kind.name: [group for group in kind.key[1:] if kind.label not in group]
        for kind in RECORD_KINDS.values()
        if not kind.scoped
    }

    assert {name: groups for name, groups in apart.items() if len(groups) > 1} == {}


def test_months_of_the_fourth_version_are_months_again(any_url: str):
    store_of_version(any_url, "0004")
    put_in(
        any_url,
        "INSERT INTO activity (record, key, name_key, source, entered, title, start_on, end_on)"
        " VALUES ('activity', '讲座|2022-06-01', '讲座', '',"
        " '{\"start_on\": \"2022年6月\"}', '讲座', '2022-06-01', '2022-07-01')",
        "INSERT INTO activity (record, key, name_key, source, entered, title, body_kind, start_on,"
        " other_key) VALUES ('meeting', '理事会|2022-06-01', '年会', '',"
        " '{\"start_on\": \"2022.6\"}', '年会', '理事会', '2022-06-01', '理事会|2022-06-01')",
        "INSERT INTO activity (record, key, name_key, source, title, start_on)"
        " VALUES ('activity', '展览|2022-06-01', '展览', '', '展览', '2022-06-01')",
    )
    june = PartialDate(2022, 6)

    with Store.open(any_url) as store:
        assert [
            (one["key"], one["start_on"], one["end_on"]) for one in store.records("activity")
        ] == [("讲座|2022-06", june, date(2022, 7, 1)), ("展览|2022-06-01", date(2022, 6, 1), None)]
        known = [activity("讲座", start_on=june), new("meeting", body_kind="理事会", start_on=june)]
        assert fill(store, *known) == ["activity:1", "meeting:2"]


def test_a_store_taken_back_to_the_fourth_version_keeps_the_first_day(any_url: str):
    with Store.open(any_url) as store:
        fill(store, activity("甲", start_on=PartialDate(2022, 6), end_on=PartialDate(2023)))
    config = Config()
    config.set_main_option("script_location", migrating.SCRIPTS.as_posix())
    made = make_engine(any_url)
    with made.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
        (days,) = connection.exec_driver_sql("SELECT start_on, end_on FROM activity").all()
    made.dispose()

    assert [str(day) for day in days] == ["2022-06-01", "2023-01-01"]
