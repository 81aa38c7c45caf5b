"""What a printer says of itself, in words."""

from __future__ import annotations

import pytest

from cashier_app.domain.printing import PrinterFault, PrinterStatus, PrintResult, PrintState
from ui.models.printer_words import drawer_words, state_lines, trial_words
from ui.widgets.chip import Tone


def said(status: PrinterStatus, kind: str = "network") -> dict[str, str]:
    return {line.label: line.amount for line in state_lines(status, kind)}


@pytest.mark.parametrize(
    ("fault", "label", "words"),
    [
        (PrinterFault.OFFLINE, "On line", "no"),
        (PrinterFault.NO_PAPER, "Paper", "out"),
        (PrinterFault.COVER_OPEN, "Cover", "open"),
        (PrinterFault.CUTTER, "Cutter", "stuck"),
        (PrinterFault.UNREACHABLE, "Reached", "no"),
    ],
)
def test_each_fault_stands_at_its_part_and_is_marked(
    fault: PrinterFault, label: str, words: str
) -> None:
    lines = state_lines(PrinterStatus(fault))
    marked = [(line.label, line.amount) for line in lines if line.icon]
    assert marked == [(label, words)]


def test_a_ready_printer_has_no_mark_and_its_drawer_a_level() -> None:
    ready = PrinterStatus(PrinterFault.NONE, drawer_high=True)
    assert not any(line.icon for line in state_lines(ready))
    assert said(ready)["Drawer switch"].startswith("high")
    assert said(PrinterStatus(PrinterFault.NONE, drawer_high=False))["Drawer switch"].startswith(
        "low"
    )
    assert said(PrinterStatus(PrinterFault.NONE))["Drawer switch"] == "not told"


def test_what_is_not_told_is_not_claimed() -> None:
    assert said(PrinterStatus(PrinterFault.SILENT)) == {
        "Reached": "yes", "Paper, cover, cutter": "not told",
    }  # fmt: skip
    assert said(PrinterStatus(PrinterFault.NONE), "folder") == {"Reached": "yes", "Paper": "there"}


def test_a_test_that_did_nothing_warns() -> None:
    status = PrinterStatus(PrinterFault.UNREACHABLE)
    for words in (trial_words, drawer_words):
        assert words(PrintResult(PrintState.NOT_PRINTED, status))[2] is Tone.WARN
        assert words(PrintResult(PrintState.PRINTED, status))[2] is Tone.QUIET
    assert trial_words(PrintResult(PrintState.NOT_KNOWN, status))[2] is Tone.WARN
