"""The hall's day reaches its end by keys alone, and leaves papers, reports and books that hold."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.tours import imported_off_thread, patient, pictures, run_tour, verify

STEPS = {
    "drop-stored", "on-its-way", "amina-closed", "reversed", "cheque-taken-back",
    "paper-entered", "day-decided", "deposit-stored", "report-over-short", "month-locked",
    "kiosk-number", "hall-called", "pay-by-slip", "receipt-design", "first-start-utility",
    "bill-run-issued", "bills-on-paper", "disconnections-saved", "statement-saved", "tariff-kept",
}  # fmt: skip


@patient
def test_the_day_of_the_hall_ends_and_the_books_hold(tmp_path: Path) -> None:
    tour = run_tour(tmp_path, "--day")
    assert tour.returncode == 0, tour.stdout + tour.stderr
    assert imported_off_thread(tmp_path) == []
    assert pictures(tmp_path) >= STEPS
    papers = {path.name.rsplit("-", 1)[0] for path in (tmp_path / "receipts").glob("*.pdf")}
    # Receipts, a reversal and a returned cheque; slips of cash and of the safe; Z reports.
    assert {"receipt-03-R", "receipt-03-B", "cash-03-M", "cash-03-S", "z-03-03-Z"} <= papers
    kept = [path.name for path in (tmp_path / "reports").glob("*.pdf")]
    assert sum(name.startswith("z-03-") for name in kept) == 3
    assert any(name.startswith("receivables-") for name in kept)
    checked = verify(tmp_path)
    assert checked.returncode == 0, checked.stdout
