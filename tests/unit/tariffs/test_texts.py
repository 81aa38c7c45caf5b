"""Tariff files cut into versions and joined again price alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.tariffs import joined_text, read_tariff, version_texts
from tests.support.tariff_cases import CASES
from tests.support.tariff_texts import tariff_text
from tests.unit.tariffs.test_documented_examples import FILES

WRITTEN = {
    **{path.stem: path.read_text("utf-8") for path in (CASES / "tariffs").glob("*.toml")},
    **{name: text for name, text in FILES.items() if name != "wrong.toml"},
}


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_every_file_survives_being_joined_and_cut(name: str) -> None:
    """Two versions of the same prices: joined into one file, read, cut, read again."""
    tariff = read_tariff(WRITTEN[name])
    parts = version_texts(WRITTEN[name])
    assert read_tariff(*parts) == tariff
    if len(parts) == 1:
        assert parts == (WRITTEN[name],)
    dated = [text for text in parts if "valid_from" in text]
    if not dated:
        dated = [f"valid_from = 2024-0{month}-01\n{parts[0]}" for month in (1, 2)]
    joined = joined_text(dated)
    assert read_tariff(joined) == read_tariff(*dated)
    assert read_tariff(*version_texts(joined)) == read_tariff(*dated)


@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=40).filter(
        lambda text: bool(text.strip())
    )
)
def test_any_label_survives(label: str) -> None:
    quoted = "".join(f"\\U{ord(character):08X}" for character in label)
    head = f'name = "{quoted}"\n'
    texts = [
        tariff_text('code = "energy"\nform = "flat"\nprice = 1', head=f"{head}valid_from = {day}\n")
        for day in ("2024-01-01", "2024-02-01")
    ]
    assert read_tariff(joined_text(texts)).name == label
