"""A route's papers are saved whole or not at all, under a name that is one file's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from cashier_app.domain.bill_papers import BillPaper, Sheet, Statement
from cashier_app.domain.errors import Stopped
from cashier_app.domain.reports import Report
from cashier_app.domain.utility import Utility
from cashier_app.services.bill_papers import BillPaperService

PAPERS = tuple(cast("BillPaper", number) for number in range(3))
UTILITY = cast("Utility", None)


class Gateway:
    def bill(self, bill_no: str) -> BillPaper:
        raise NotImplementedError(bill_no)

    def route(self, route: str, month: date) -> tuple[BillPaper, ...]:
        return PAPERS

    def statement(self, account_no: str, first: date, last: date) -> Statement:
        raise NotImplementedError(account_no)


class Drawing:
    def bills(self, papers: Iterable[BillPaper], utility: Utility, sheet: Sheet) -> bytes:
        return f"{len(list(papers))} on {sheet}".encode()

    def statement(self, statement: Statement, utility: Utility) -> bytes:
        raise NotImplementedError


class Files:
    def __init__(self) -> None:
        self.saved: dict[str, bytes] = {}

    def save(self, report: Report, ending: str) -> Path:
        raise NotImplementedError(ending)

    def save_as(self, name: str, content: bytes) -> Path:
        self.saved[name] = content
        return Path(name)


def _route(files: Files, on_step: Any, route: str = "R/1 ..") -> Path:
    service = BillPaperService(Gateway(), Drawing(), files)
    return service.route(route, date(2026, 11, 1), UTILITY, Sheet.A5, on_step)


def test_every_paper_is_a_step() -> None:
    files, steps = Files(), []
    path = _route(files, lambda *step: steps.append(step))
    assert steps == [
        ("reading", 0, 0), ("drawing", 0, 3), ("drawing", 1, 3), ("drawing", 2, 3),
    ]  # fmt: skip
    assert path == Path("bills-R-1-2026-11-A5.pdf")
    assert files.saved == {"bills-R-1-2026-11-A5.pdf": b"3 on A5"}


@pytest.mark.parametrize("at", [0, 2])
def test_stopped_nothing_is_saved(at: int) -> None:
    files = Files()

    def on_step(_what: str, done: int, _of: int) -> None:
        if done == at:
            raise Stopped

    with pytest.raises(Stopped):
        _route(files, on_step)
    assert not files.saved


def test_a_route_without_letters_has_a_name_all_the_same() -> None:
    assert _route(Files(), lambda *_: None, route="../").name == "bills-route-2026-11-A5.pdf"
