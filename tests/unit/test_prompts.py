"""A command that has to ask and finds nobody ends with 2 and a sentence, without a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_WORDS = ("doctor", "--user", "asha")


@pytest.mark.parametrize(
    ("more", "stdin"),
    [((), "</dev/null"), ((), "<&-"), (("--password-file", "-"), "<&-")],
    ids=["ended", "closed", "a closed line"],
)
def test_nobody_to_ask(tmp_path: Path, more: tuple[str, ...], stdin: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m cashier_app "$@" {stdin}', sys.executable, *_WORDS, *more],
        env={**os.environ, "CASHIER_HOME": str(tmp_path)},
        start_new_session=True,  # no terminal that could be asked instead
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 2, done.stderr
    assert done.stderr.splitlines()[-1] == (
        "cashier: Password of asha: nobody answered. Give it by --password-file FILE."
    )
