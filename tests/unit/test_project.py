"""Facts about the project itself: what a newcomer, an auditor and a reviewer may rely on."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("cashier_app", "ui", "receipts", "resources")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")


@cache
def tracked() -> tuple[Path, ...]:
    """The files that git knows and that are there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    files = tuple(ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in files if path.is_file())


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every tracked file that is text."""
    for path in tracked():
        try:
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def lines_with(pattern: str) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts()
        if name != "tests/unit/test_project.py" and wanted.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    ]


def python_files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def locked(name: str) -> dict[str, str]:
    """Package name → version of a lock file."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


def canonical(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement)[0]).lower()


def project() -> dict[str, list[str]]:
    """Requirements by their group: "run", "build", "dev"."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {"run": table["dependencies"], **table["optional-dependencies"]}


# --- nothing of one machine ------------------------------------------------------


def test_no_path_of_one_machine() -> None:
    assert lines_with(r"(?<![\w}$.~])/(?:home|root|work|Users)/\w") == []


def test_no_address_of_a_package_registry() -> None:
    hosts = (
        r"pypi\.org|pythonhosted|//deb\.|archive\.ubuntu|npmjs|index-url|find-links|trusted-host"
    )
    assert lines_with(hosts) == []


def test_nothing_reads_beside_the_clone() -> None:
    assert lines_with(r"\.\./shared|\bshared/\w+\.md") == []


def test_no_file_that_records_addresses() -> None:
    assert [path.name for path in tracked() if path.name in {"uv.lock", "pip.conf"}] == []


# --- locks -----------------------------------------------------------------------


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert len(entries) == len(locked(name)) > 20
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_locks_hold_what_the_project_asks_for() -> None:
    asked = {group: {canonical(line) for line in lines} for group, lines in project().items()}
    run = asked["run"] | asked["build"]
    assert run - set(locked("requirements.lock")) == set()
    test = run | asked["dev"]
    assert test - set(locked("requirements-dev.lock")) == set()
    assert (test | asked["bench"]) - set(locked("requirements-bench.lock")) == set()


@pytest.mark.parametrize(("fewer", "more"), list(pairwise(LOCKS)))
def test_each_lock_only_adds(fewer: str, more: str) -> None:
    few, many = locked(fewer), locked(more)
    assert {name: many.get(name) for name in few} == few


def test_no_tool_is_installed_where_it_is_not_used() -> None:
    run, dev, bench = map(locked, LOCKS)
    assert "pytest" not in run
    assert "django" not in dev
    assert "django" in bench


# --- system packages, commands ---------------------------------------------------


def test_no_listed_system_package_starts_a_service() -> None:
    lists = sorted((ROOT / "scripts" / "packages").glob("*.txt"))
    assert {path.stem for path in lists} >= {"run", "display", "test"}
    named = [
        name.strip()
        for path in lists
        for line in path.read_text("utf-8").splitlines()
        for name in line.partition("#")[0].split("|")
        if name.strip()
    ]
    assert len(named) > 15
    # The files of a server come in "-core"; the package around it starts the service.
    # dbus-daemon is the program alone, for a session bus of one's own; dbus starts the system's.
    starts = re.compile(
        r"(?!.*-core|dbus-daemon$).*-(?:server|daemon)\b.*|cups|dbus|redis|postgresql.*"
    )
    assert [name for name in named if starts.fullmatch(name)] == []


def make_targets() -> dict[str, str]:
    rules = re.findall(r"^([a-z0-9-]+):(.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return {name: rest.partition("##")[2].strip() for name, rest in rules}


def test_every_make_target_is_explained() -> None:
    targets = make_targets()
    assert {"help", "demo", "demo2", "test", "test-mysql", "bench", "check"} <= set(targets)
    assert [name for name, text in targets.items() if not text] == []


def test_every_script_that_is_called_can_be_run() -> None:
    called = set(re.findall(r"scripts/[a-z-]+(?![\w/])", (ROOT / "Makefile").read_text()))
    assert len(called) >= 5
    assert [name for name in called if not (ROOT / name).stat().st_mode & 0o100] == []


def test_readme_names_the_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = ("make demo", "make demo2", "make test", "make test-mysql", "make bench")
    assert [command for command in commands if command not in readme] == []


# --- code ------------------------------------------------------------------------


def test_no_python_file_is_over_500_lines() -> None:
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in python_files(*PACKAGES, "tests", "benchmarks")
    }
    assert {name: size for name, size in sizes.items() if size > 500} == {}


def test_no_floating_point_where_money_is_worked_out() -> None:
    def floats(path: Path) -> list[str]:
        return [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(parsed(path))
            if (isinstance(node, ast.Constant) and isinstance(node.value, float))
            or (isinstance(node, ast.Name) and node.id == "float")
        ]

    files = python_files("cashier_app/domain")
    assert files
    assert [place for path in files for place in floats(path)] == []


OWNERS = {
    "PySide6": ("ui/",),
    "alembic": ("cashier_app/db/",),
    "escpos": ("receipts/",),
    "pymysql": ("cashier_app/db/", "cashier_app/verify/"),
    "reportlab": ("receipts/", "cashier_app/report_files/"),
    "sqlalchemy": ("cashier_app/db/",),
    "xlsxwriter": ("cashier_app/report_files/",),
}
"""Library → the folders that may name it. import-linter holds the layers; this holds the rest."""


@cache
def imported(path: Path) -> frozenset[str]:
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return frozenset(names)


@pytest.mark.parametrize("library", OWNERS)
def test_each_library_is_known_in_one_place(library: str) -> None:
    places = [
        str(path.relative_to(ROOT)) for path in python_files(*PACKAGES) if library in imported(path)
    ]
    assert [place for place in places if not place.startswith(OWNERS[library])] == []


# --- SQL -------------------------------------------------------------------------

CREATE = re.compile(
    r"^CREATE\s+(?:(?:OR\s+REPLACE|DEFINER\s*=\s*\S+|SQL\s+SECURITY\s+\w+|ALGORITHM\s*=\s*\w+)\s+)*"
    r"(FUNCTION|PROCEDURE|TRIGGER|VIEW)\s+`?(\w+)",
    re.IGNORECASE | re.MULTILINE,
)


def sql_files() -> list[Path]:
    return sorted((ROOT / "cashier_app" / "db" / "sql").rglob("*.sql"))


def test_one_sql_object_a_file_named_as_the_file() -> None:
    files = sql_files()
    assert files
    wrong = {
        path.name: found
        for path in files
        if (found := [name for _, name in CREATE.findall(path.read_text("utf-8"))]) != [path.stem]
    }
    assert wrong == {}


def test_sql_object_lies_in_the_folder_of_its_kind() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sql_files()
        for kind, _ in CREATE.findall(path.read_text("utf-8"))
        if path.parent.name != f"{kind.lower()}s"
    ]
    assert wrong == []


def test_first_line_of_sql_says_why_it_exists() -> None:
    first = {path.name: path.read_text("utf-8").partition("\n")[0] for path in sql_files()}
    assert [name for name, line in first.items() if not re.match(r"-- \S.{7,}", line)] == []
