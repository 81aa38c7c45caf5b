"""What README and docs/ name exists: links, files, make targets, commands and their words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from cashier_app import cli
from cashier_app.settings import DatabaseSettings, KioskChoice, PrinterChoice, load_settings

_PROJECT = Path(__file__).parents[2]
_PAGES = sorted([_PROJECT / "README.md", *(_PROJECT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
_CODE = re.compile(r"`([^`\n]+)`")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TARGET = re.compile(r"^([a-z0-9-]+):", re.MULTILINE)
_FOLDERS = ("cashier_app", "ui", "receipts", "resources", "tests", "docs", "scripts", "benchmarks")

pages = pytest.mark.parametrize("page", _PAGES, ids=lambda p: str(p.relative_to(_PROJECT)))


def _prose(page: Path) -> str:
    return _BLOCK.sub("", page.read_text("utf-8"))


def _code(page: Path) -> Iterator[str]:
    """Every command line and word in code type."""
    text = page.read_text("utf-8")
    for language, block in _BLOCK.findall(text):
        if language in ("sh", "console", ""):
            yield from block.replace("\\\n", " ").splitlines()
    yield from _CODE.findall(_BLOCK.sub("", text))


def _anchors(page: Path) -> set[str]:
    """GitHub's names of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in kept}


@pages
def test_links_lead_somewhere(page: Path) -> None:
    for first, second in _LINK.findall(_prose(page)):
        link = first or second
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


@pages
def test_files_that_are_named_exist(page: Path) -> None:
    named = [word for code in _code(page) for word in re.findall(r"[\w./-]+", code)]
    for word in named:
        is_ours = word.startswith(tuple(f"{folder}/" for folder in _FOLDERS))
        if is_ours and not word.startswith("tests/golden"):
            assert (_PROJECT / word.rstrip("./")).exists(), word


@pages
def test_tests_that_are_named_exist(page: Path) -> None:
    for file, name in re.findall(r"(tests/[\w/]+\.py)::(\w+)", page.read_text("utf-8")):
        assert f"\ndef {name}(" in (_PROJECT / file).read_text("utf-8"), f"{file}::{name}"


@pages
def test_make_targets_exist(page: Path) -> None:
    targets = set(_TARGET.findall((_PROJECT / "Makefile").read_text("utf-8")))
    for code in _code(page):
        found = re.match(r"\s*(?:\$ )?make ([a-z0-9-]+)", code)
        assert found is None or found[1] in targets, code


def _command_lines(page: Path) -> Iterator[list[str]]:
    for code in _code(page):
        found = re.match(r"\s*(?:\$ )?(?:\.venv/bin/)?cashier(?: (.*))?$", code)
        if found and found[1]:
            yield shlex.split(found[1], comments=True)


@pages
def test_commands_and_their_words_exist(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The words of a line are asked for with --help; each option must stand in that help."""
    for words in _command_lines(page):
        acts = _acts(words)
        if not acts:
            continue
        with pytest.raises(SystemExit) as caught:
            cli.run([*acts, "--help"])
        written = capsys.readouterr()
        assert caught.value.code == 0, (words, written.err)
        known = written.out + _help_above(acts, capsys)
        for option in (word for word in words if word.startswith("--")):
            assert re.search(rf"{re.escape(option)}\b", known), (words, option)


def _typed_lines(page: Path) -> Iterator[list[str]]:
    """Whole command lines, as they stand in blocks: those a reader types."""
    for language, block in _BLOCK.findall(page.read_text("utf-8")):
        if language not in ("sh", "console"):
            continue
        for line in block.replace("\\\n", " ").splitlines():
            found = re.match(r"\s*(?:\$ )?(?:\.venv/bin/)?cashier(?: (.*))?$", line)
            if found:
                words = shlex.split(found[1] or "", comments=True)
                yield words[: words.index(">")] if ">" in words else words


@pages
def test_lines_that_a_reader_types_are_understood(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is read as the program reads it, down to what is needed and what a value may be."""
    for words in _typed_lines(page):
        if "--help" in words:
            continue
        try:
            options = cli.options_of(words)
        except SystemExit:
            pytest.fail(f"{words}: {capsys.readouterr().err}")
        assert hasattr(options, "run"), words


@pytest.mark.parametrize("page", [p for p in _PAGES if p.stem == "administrator"])
def test_settings_files_of_the_guide_are_read(page: Path, tmp_path: Path) -> None:
    blocks = [b for language, b in _BLOCK.findall(page.read_text("utf-8")) if language == "toml"]
    assert blocks
    for block in blocks:
        (tmp_path / "cashier.toml").write_text(block, "utf-8")
        load_settings(tmp_path)


def test_every_setting_of_a_computer_stands_in_a_guide() -> None:
    told = "".join(
        (_PROJECT / "docs" / f"{name}.md").read_text("utf-8")
        for name in ("administrator", "printers")
    )
    for kind in (DatabaseSettings, PrinterChoice, KioskChoice):
        for item in fields(kind):
            assert re.search(rf"`{item.name}\b|^{item.name} +=", told, re.MULTILINE), item.name


_WITH_ACTS = {"bill", "counter", "db", "import", "kiosk", "payments", "tariff"}


def _acts(words: list[str]) -> list[str]:
    """The command and its acts: "db users … add" is db, users, add."""
    if not words or words[0] not in cli.SUBJECTS:
        assert not words or not words[0][:1].islower(), f"no command {words[0]}"
        return []
    depth = 2 if words[0] in _WITH_ACTS else 1
    acts = [word for word in words[:depth] if not word.startswith("-")]
    people = {"list", "add", "password", "account", "disable", "enable"}
    return acts + ([w for w in words[2:] if w in people][:1] if acts == ["db", "users"] else [])


def _help_above(acts: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """An option may stand before the last act: its parent's help knows it."""
    if len(acts) < 2:
        return ""
    with pytest.raises(SystemExit):
        cli.run([*acts[:-1], "--help"])
    return capsys.readouterr().out
