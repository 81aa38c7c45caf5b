from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

GOLDEN = Path(__file__).parents[1] / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files of the papers anew; look at them before you commit",
    )


class Golden:
    """Compares with files in tests/golden, or writes them."""

    def __init__(self, update: bool) -> None:
        self._update = update

    def text(self, name: str, text: str) -> None:
        path = GOLDEN / name
        if self._update:
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    def picture(self, name: str, image: Image.Image) -> None:
        path = GOLDEN / name
        if self._update:
            image.convert("1").save(path, optimize=True)
        with Image.open(path) as stored:
            kept = stored.convert("L")
        assert image.size == kept.size
        assert ImageChops.difference(image.convert("L"), kept).getbbox() is None


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(request.config.getoption("--update-golden", default=False))
