"""Fixtures any test may use: a clean environment, workbooks, golden files, PostgreSQL."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings
from openpyxl import Workbook

from societyctl.reporting.word.pdf import find_office
from societyctl.resources import resource_folder
from societyctl.sheets import read_files
from societyctl.store import BatchInfo, Store
from societyctl.store.workspace import create_workspace

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).resolve().parent / "golden"

# Only wrong answers fail, never a slow machine: databases and workbooks make examples slow and
# large, and several tests share the processor. How much a strategy throws away is its own fault.
SLOWNESS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
settings.register_profile(
    "societyctl",
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, *SLOWNESS],
)
settings.register_profile("quick", settings.get_profile("societyctl"), max_examples=10)
settings.load_profile("societyctl")

# A suite started in the background ignores Ctrl-C, and the commands it starts would too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the files of tests/golden"
    )


MARKERS = {"postgres_server": "postgres", "office": "office", "process_environment": "process"}
"""What a test is marked for the fixtures it takes, directly or through others."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for name in set(getattr(item, "fixturenames", ())) & set(MARKERS):
            item.add_marker(MARKERS[name])


def pytest_collection_finish() -> None:
    # What is loaded by now stays to the end: looking through it again and again takes a tenth.
    gc.collect()
    gc.freeze()


class Homes:
    """Empty home folders: a new one only after a test that left something in its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0

    def empty(self) -> Path:
        home = self._folder / str(self._number)
        if home.exists() and any(home.iterdir()):
            self._number += 1
            return self.empty()
        home.mkdir(exist_ok=True)
        return home


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    return Homes(tmp_path_factory.mktemp("homes"))


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, _homes: Homes):
    """No test sees the settings, home folder or terminal of the person who runs it."""
    for name in [name for name in os.environ if name.startswith("SOCIETYCTL_")]:
        if not name.startswith("SOCIETYCTL_TEST_"):
            monkeypatch.delenv(name)
    home = _homes.empty()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture
def repository() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def process_environment() -> Callable[..., dict[str, str]]:
    """The environment of a process that runs this checkout: UTF-8, and what is given."""

    def environment(**more: str) -> dict[str, str]:
        here = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PAGER": "cat"}
        return {**os.environ, **here, **more}

    return environment


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without LibreOffice, or any other program."""
    monkeypatch.setenv("PATH", "")


@pytest.fixture(scope="session")
def office() -> str:
    """The LibreOffice program; what it makes is looked at with pdftotext."""
    program = find_office()
    if program is None or shutil.which("pdftotext") is None:
        absent("needs LibreOffice and pdftotext")
    return program


Rows = Sequence[Sequence[object]]


@pytest.fixture
def make_workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook: ``make_workbook({"会员": [["姓名"], ["甲"]]}, name="a.xlsx")``."""

    def make(sheets: Mapping[str, Rows], name: str = "book.xlsx") -> Path:
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the sample society; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("sample") / "ws"
    workspace = create_workspace(folder)
    samples = sorted(resource_folder("sample_data").glob("*.xlsx"))
    with Store.open(workspace.database_url) as store:
        names = tuple(path.name for path in samples)
        store.save(read_files(samples).records, batch=BatchInfo("导入", names))
    return folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file of tests/golden; ``--update-golden`` rewrites the file."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing; write it with --update-golden"
        assert text == path.read_text(encoding="utf-8")

    return compare


def absent(reason: str) -> NoReturn:
    """Skip on a person's machine; fail where everything should be installed."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl: on the path, or where Debian keeps them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


def _as_server_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server: the one named in the environment, or a throw-away one."""
    named = os.environ.get("SOCIETYCTL_TEST_POSTGRES_URL")
    if named:
        yield named
        return
    programs = _postgres_programs()
    if programs is None:
        absent("no SOCIETYCTL_TEST_POSTGRES_URL and no PostgreSQL programs")
    # A socket path may hold about 100 characters, fewer than a nested test folder has.
    folder = Path(tempfile.mkdtemp(prefix="societyctl-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    cluster = str(folder / "cluster")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    initdb = [f"{programs}/initdb", "-D", cluster, "-A", "trust", "-U", "postgres", "-E", "UTF8"]
    start = [f"{programs}/pg_ctl", "-D", cluster, "-w", "-l", f"{folder}/log", "-o", options]
    try:
        for command in ([*initdb, "--locale=C.UTF-8", "-N"], [*start, "start"]):
            subprocess.run(_as_server_user(command), cwd="/", check=True, stdout=subprocess.DEVNULL)
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        stop = [f"{programs}/pg_ctl", "-D", cluster, "-m", "immediate", "stop"]
        subprocess.run(_as_server_user(stop), cwd="/", check=False, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(server: str, definition: str = "") -> Iterator[str]:
    """Make a database on the server, and take it away afterwards; yields its URL."""
    import psycopg

    name = f"test_{os.urandom(6).hex()}"
    address = server.replace("+psycopg", "")
    head, _, options = server.partition("?")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" {definition}')
    yield f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database of its own."""
    with _database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def _postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a database with all tables: copying it takes a fifth of making them."""
    with _database(postgres_server) as url:
        Store.open(url).close()
        yield url.partition("?")[0].rpartition("/")[2]


@pytest.fixture
def postgres_store_url(postgres_server: str, _postgres_template: str) -> Iterator[str]:
    """The URL of an empty store of its own."""
    with _database(postgres_server, f'TEMPLATE "{_postgres_template}"') as url:
        yield url
