"""Fixtures any test may use: a clean environment, workbooks, golden files, PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from openpyxl import Workbook

from societyctl.resources import resource_folder
from societyctl.sheets import read_files
from societyctl.store import BatchInfo, Store
from societyctl.store.workspace import create_workspace

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).resolve().parent / "golden"

# Databases and workbooks make the first example slow; only wrong answers should fail.
settings.register_profile(
    "societyctl", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("societyctl")

# A suite started in the background ignores Ctrl-C, and the commands it starts would too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the files of tests/golden"
    )


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory):
    """No test sees the settings, home folder or terminal of the person who runs it."""
    for name in [name for name in os.environ if name.startswith("SOCIETYCTL_")]:
        if not name.startswith("SOCIETYCTL_TEST_"):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture
def repository() -> Path:
    """The folder of the checkout."""
    return ROOT


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


def absent_server(reason: str) -> None:
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
        absent_server("no SOCIETYCTL_TEST_POSTGRES_URL and no PostgreSQL programs")
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


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database of its own."""
    import psycopg

    name = f"test_{os.urandom(6).hex()}"
    address = postgres_server.replace("+psycopg", "")
    head, _, options = postgres_server.partition("?")
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    yield f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
