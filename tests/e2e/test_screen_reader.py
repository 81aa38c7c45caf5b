"""Each screen of a short story as a screen reader has it: over AT-SPI, from another process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.display import x_display
from tests.e2e.told_story import SYSTEM_PYTHON
from tests.e2e.tours import LIMIT_SECONDS, patient
from tests.faults.acts import SOAK

ROOT = Path(__file__).parents[2]
LIMIT_OF_A_TOUR = 30 * 60
"""Seconds: each of a hundred screens is told object by object."""
SILENT = {"filler", "unknown", "invalid", "redundant object"}
"""Roles that screen readers pass over."""

Step = list[dict[str, Any]]


def run_story(story: str, folder: Path, limit: float = LIMIT_SECONDS) -> None:
    """The story in a window of a display and a session bus of their own."""
    if shutil.which("dbus-run-session") is None or not _has_library():
        pytest.fail("what screen readers use is missing; scripts/setup test installs it")
    with x_display() as environment:
        environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        subprocess.run(
            [
                "dbus-run-session", "--",
                sys.executable, "-m", "tests.e2e.told_story", story, str(folder),
            ],
            env={
                **environment, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONFAULTHANDLER": "1",
            },
            cwd=ROOT, check=True, timeout=limit,
        )  # fmt: skip


def _has_library() -> bool:
    words = "import gi; gi.require_version('Atspi', '2.0')"
    return subprocess.run([SYSTEM_PYTHON, "-c", words], check=False).returncode == 0


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Step]:
    """What was told at each step of the story, by the step's name."""
    folder = tmp_path_factory.mktemp("told")
    run_story("chapters", folder)
    return told_steps(folder)


def told_steps(folder: Path) -> dict[str, Step]:
    """What a story left, by the step's name."""
    told = sorted((folder / "told").glob("*.json"))
    return {path.stem.split("-", 1)[1]: json.loads(path.read_text("utf-8")) for path in told}


def silent(steps: dict[str, Step]) -> list[str]:
    """What can have the caret and says nothing."""
    return [
        f"{name}: {told['role']} {told['id']}"
        for name, step in steps.items()
        for told in step
        if told["focusable"] and (not told["name"].strip() or told["role"] in SILENT)
    ]


def without_caret(steps: dict[str, Step]) -> list[str]:
    """Steps where nothing that has a name has the caret."""
    return [
        name
        for name, step in steps.items()
        if not any(told["focused"] and told["name"].strip() for told in step)
    ]


def one(step: Step, identifier: str) -> dict[str, Any]:
    """The object of `step` whose identifier ends so."""
    (found,) = (told for told in step if told["id"].rpartition(".")[2] == identifier)
    return found


@patient
def test_all_that_can_have_the_caret_has_a_name_and_a_role(steps: dict[str, Step]) -> None:
    assert steps.keys() >= {
        "sign-in", "opening-float", "pay-exact", "bills", "paid-change", "undo", "receipts",
        "connection-lost", "help", "shift", "difference", "closed", "home-clerk", "place",
    }  # fmt: skip
    assert silent(steps) == []


def test_each_screen_says_where_the_caret_is(steps: dict[str, Step]) -> None:
    assert without_caret(steps) == []


@pytest.mark.skipif(not SOAK, reason="every screen of both tours: scripts/soak")
@pytest.mark.timeout(LIMIT_OF_A_TOUR)
@pytest.mark.parametrize(("story", "fewest"), [("counter", 60), ("hall", 80)])
def test_every_screen_of_a_tour_is_told(story: str, fewest: int, tmp_path: Path) -> None:
    run_story(story, tmp_path, LIMIT_OF_A_TOUR)
    steps = told_steps(tmp_path)
    assert len(steps) >= fewest
    assert silent(steps) == []
    assert without_caret(steps) == []


def test_the_green_block_is_a_button_with_its_words(steps: dict[str, Step]) -> None:
    blocks = {name: one(step, "next_key") for name, step in steps.items()}
    assert {block["role"] for block in blocks.values()} <= {"push button", "button"}
    assert all(block["name"].strip() for block in blocks.values())
    assert "2,317.50" in blocks["bills"]["name"]
    assert blocks["pay-change"]["enabled"]
    assert not blocks["pay-not-enough"]["enabled"], "grey: there is nothing to press"


def test_what_is_typed_and_what_is_handed_back_is_told(steps: dict[str, Step]) -> None:
    field = one(steps["pay-change"], "cash_field")
    assert (field["role"], field["description"]) == ("text", "2,600.00")
    assert one(steps["paid-change"], "change_panel")["name"].endswith("282.50")


def test_what_stops_is_an_alert(steps: dict[str, Step]) -> None:
    banner = one(steps["connection-lost"], "banner")
    assert banner["role"] in {"alert", "notification"}
    assert "Do not hand back money yet" in banner["name"]
