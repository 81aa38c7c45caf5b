"""The tour is the program's own story: it must reach its end and leave books that hold."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.tours import imported_off_thread, patient, pictures, run_tour, verify

STEPS = {
    "paid-change", "paid-meanwhile", "paid-together", "pay-touch", "connection-lost",
    "printer-out-of-paper", "tariff-try",
}  # fmt: skip


@patient
def test_the_tour_ends_and_the_books_hold(tmp_path: Path) -> None:
    tour = run_tour(tmp_path)
    assert tour.returncode == 0, tour.stdout + tour.stderr
    assert imported_off_thread(tmp_path) == []
    assert pictures(tmp_path) >= STEPS
    papers = {paper.suffix for paper in (tmp_path / "receipts").iterdir()}
    assert papers == {".bin", ".png", ".pdf"}
    checked = verify(tmp_path)
    assert checked.returncode == 0, checked.stdout
