"""A warning that nobody expected, in the log of a test, is a failure of that test."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "allow_log(pattern, reason): a warning or error that this test provokes"
    )


def _allowed(item: pytest.Item) -> list[re.Pattern[str]]:
    marks = list(item.iter_markers("allow_log"))
    if any(not mark.kwargs.get("reason") for mark in marks):
        raise pytest.UsageError("allow_log needs a reason")
    return [re.compile(mark.args[0]) for mark in marks]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    allowed = _allowed(item)
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    try:
        result = yield
    finally:
        logging.getLogger().removeHandler(collector)
    surprising = [
        line for line in collector.lines if not any(pattern.search(line) for pattern in allowed)
    ]
    if surprising:
        pytest.fail("unexpected in the log:\n" + "\n".join(surprising), pytrace=False)
    return result
