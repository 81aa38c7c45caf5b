"""`cashier tariff price`: what it refuses, and the picture."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from cashier_app.cli import run
from cashier_app.domain.tariffs.curve import round_marks
from tests.support.tariff_texts import tariff_text

ENERGY = 'code = "energy"\nform = "flat"\nprice = 0.25'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "t.toml"
    path.write_text(tariff_text(ENERGY), "utf-8")
    return path


def test_a_wrong_file_names_itself_the_line_and_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(tariff_text(ENERGY + "\nprise = 1"), "utf-8")
    assert run(["tariff", "price", str(path), "--kwh", "1"]) == 1
    output = capsys.readouterr()
    assert output.err.startswith('bad.toml: line 8: charge "energy" prise: is not known here')
    assert output.out == ""


def test_a_file_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tariff", "price", str(tmp_path / "none.toml"), "--kwh", "1"]) == 1
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ["--kwh", "1e"],
        ["--kwh", "1", "--from", "1/2/2024"],
        ["--kwh", "1", "--register", "peak"],
        ["--table", "10..0:1"],
        ["--table", "0..1000000:1"],
    ],
)
def test_a_wrong_option_is_refused(
    file: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["tariff", "price", str(file), *wrong])
    assert ended.value.code == 2
    assert wrong[-1] in capsys.readouterr().err


def test_a_table_as_json_and_a_picture(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = file.with_suffix(".png")
    options = ["--table", "0..200:100", "--plot", str(picture), "--json"]
    assert run(["tariff", "price", str(file), *options]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["kwh"], row["total"]) for row in rows] == [
        ("0", "0.00"),
        ("100", "25.00"),
        ("200", "50.00"),
    ]
    with Image.open(picture) as image:
        assert image.size == (1200, 750)
        assert len(set(image.convert("L").tobytes())) > 3


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        ("0", "300", "0 50 100 150 200 250 300"),
        ("0", "1000", "0 200 400 600 800 1,000"),
        ("0", "0.5", "0 0.05 0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.45 0.5"),
        ("-12", "90", "0 20 40 60 80"),
    ],
)
def test_the_marks_of_a_picture_are_numbers_that_people_read(
    low: str, high: str, labels: str
) -> None:
    marks = round_marks(Decimal(low), Decimal(high))
    assert " ".join(f"{mark:,f}" for mark in marks) == labels


def test_a_discount_that_was_missed_is_not_offered_again(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prompt = 'code = "p"\nform = "prompt-discount"\namount = 1'
    file.write_text(tariff_text(ENERGY, prompt), "utf-8")
    use = ["tariff", "price", str(file), "--kwh", "10", "--due", "2024-04-15"]
    assert run(use) == 0
    assert "If paid by 2024-04-15" in capsys.readouterr().out
    assert run([*use, "--paid-on", "2024-04-16"]) == 0
    assert "If paid" not in capsys.readouterr().out
