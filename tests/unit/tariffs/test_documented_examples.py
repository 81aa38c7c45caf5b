"""Every example of docs/tariffs.md is run; what it prints is compared with the page."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from cashier_app.cli import run
from cashier_app.domain.tariffs.late_rules import FORMS as LATE_FORMS
from cashier_app.domain.tariffs.rounding import MODES
from cashier_app.domain.tariffs.terms import FORMS

PAGE = (Path(__file__).parents[3] / "docs" / "tariffs.md").read_text("utf-8")
FILES = {
    body.split("\n", 1)[0].removeprefix("# "): body
    for body in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
}
PROMPT = "$ cashier "


def _examples() -> list[tuple[str, str]]:
    found = []
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for example in block.split(PROMPT)[1:]:
            command, printed = example.split("\n", 1)
            found.append((command, printed.strip()))
    return found


@pytest.mark.parametrize(
    ("command", "printed"), _examples(), ids=lambda text: text.split("\n")[0][-60:]
)
def test_an_example_prints_what_the_page_says(
    command: str,
    printed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)

    run(shlex.split(command))

    output = capsys.readouterr()
    assert (output.out + output.err).strip() == printed


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_its_section_and_its_example(form: str) -> None:
    assert f"\n## {form}\n" in PAGE
    assert any(f'form = "{form}"' in text for text in FILES.values())


@pytest.mark.parametrize("word", [*LATE_FORMS, *MODES])
def test_every_rounding_and_late_form_is_named(word: str) -> None:
    assert f'"{word}"' in PAGE
