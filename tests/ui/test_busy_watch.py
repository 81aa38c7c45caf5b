"""The tour tells how long the window did not listen, and after which key."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QApplication

from ui.tour.busy import LIMIT_MS, BusyWatch


def test_a_gap_that_a_person_feels_is_told(qapp: QApplication) -> None:
    watch = BusyWatch()
    with watch.key("Enter"):
        time.sleep((LIMIT_MS + 1) / 1000)
    with watch.pause():
        qapp.processEvents()
    assert watch.felt[0].after == "Enter"
    assert watch.felt[0].by_clock > LIMIT_MS
    assert watch.longest == max(watch.felt)
    assert watch.felt[0].of_work < watch.felt[0].by_clock, "it slept, it did not work"
