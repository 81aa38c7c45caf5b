from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from receipts.code_pages import CodePages

SAY_IT = (
    "import logging; from receipts.code_pages import CodePages;"
    "print(CodePages('default').encode('Łódź').hex(' '), logging.getLogger().handlers)"
)


def fresh_program(home: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "XDG_CACHE_HOME": str(home), "TMPDIR": str(home)}
    env.pop("ESCPOS_CAPABILITIES_PICKLE_DIR", None)
    command = [sys.executable, "-c", SAY_IT]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_ascii_needs_no_code_page_and_control_bytes_have_none() -> None:
    pages = CodePages("default")
    assert pages.encode("Total 1,259.50") == b"Total 1,259.50"
    assert pages.encode("a\x1bb") is None
    assert pages.encode("é\x1b") is None


def test_the_code_page_is_named_once_and_again_when_forgotten() -> None:
    pages = CodePages("default")
    assert pages.encode("é") == b"\x1bt\x00\x82"
    assert pages.encode("éa") == b"\x82a"
    pages.forget()
    assert pages.encode("é") == b"\x1bt\x00\x82"


def test_the_true_minus_is_a_hyphen_and_what_no_page_has_is_none() -> None:
    pages = CodePages("default")
    assert pages.encode("\u22125.00") == b"-5.00"
    assert pages.encode("漢") is None
    assert pages.encode("\u0645") is None


@pytest.mark.skipif(os.name != "posix", reason="the cache folder is set by XDG_CACHE_HOME")
def test_printers_are_parsed_once_and_a_torn_file_heals(tmp_path: Path) -> None:
    first = fresh_program(tmp_path)
    assert first.returncode == 0, first.stderr
    assert first.stdout.endswith("[]\n")
    kept = tmp_path / "cashier" / "printers.pickle"
    written = kept.stat().st_mtime_ns
    assert fresh_program(tmp_path).stdout == first.stdout
    assert kept.stat().st_mtime_ns == written
    kept.write_bytes(kept.read_bytes()[:100])
    os.utime(kept, ns=(written, written))
    assert fresh_program(tmp_path).stdout == first.stdout
    assert len(kept.read_bytes()) > 100
