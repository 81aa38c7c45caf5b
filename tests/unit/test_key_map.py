"""The map of function keys: whatever is moved, each key does one thing and each act has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.key_map import MOVABLE, key_map_from, key_map_text, moved

KEYS = st.sampled_from(MOVABLE)
_UI = Path(__file__).parents[2] / "ui"
_PAST_THE_MAP = re.compile(r"Key_F\d|QShortcut|QKeySequence|setShortcut")
_NAMES_A_KEY = re.compile(r'(?:tr|translate)\((?:\s*"[^"]*",?)*?\s*"[^"]*\bF(?:1[0-2]|[2-9])\b')


@given(st.lists(st.tuples(KEYS, KEYS), max_size=30))
def test_no_act_is_lost_or_double_and_the_text_says_all_of_it(steps: list[tuple[str, str]]) -> None:
    keys: dict[str, str] = {}
    for act, place in steps:
        keys = dict(moved(keys, act, place))
        assert keys.get(act, act) == place
        assert sorted({one: keys.get(one, one) for one in MOVABLE}.values()) == sorted(MOVABLE)
    assert key_map_from(key_map_text(keys)) == keys


@pytest.mark.parametrize(
    "text",
    [
        "",
        "F9",
        "F9=F5",
        "F9=F5,F5=F8",
        "F9=F5,F9=F6",
        "F1=F2,F2=F1",
        "Q=F9,F9=Q",
        "F9=F5,",
        ",",
        "=",
    ],
)
def test_what_is_no_whole_map_is_the_programs_own(text: str) -> None:
    assert key_map_from(text) == {}


@pytest.mark.parametrize(("act", "place"), [("F1", "F9"), ("F9", "F1"), ("F9", "Enter")])
def test_only_function_keys_move(act: str, place: str) -> None:
    with pytest.raises(ValueError, match=" on "):
        moved({}, act, place)


def test_words_that_name_a_key_follow_the_map() -> None:
    """A screen whose words name a function key asks for the key that it is on."""
    names = {
        path.name
        for path in [*(_UI / "flow").glob("*.py"), *(_UI / "screens").glob("*.py")]
        if _NAMES_A_KEY.search(path.read_text("utf-8"))
    }
    deaf = {n for n in names if not any("keyed(" in p.read_text("utf-8") for p in _UI.rglob(n))}
    assert len(names) > 8
    assert deaf == set()


def test_no_function_key_reaches_a_screen_past_the_map() -> None:
    """`key_of` alone knows what the keyboard sent; the tour's player is a person who presses."""
    names = {
        path.relative_to(_UI).as_posix()
        for path in _UI.rglob("*.py")
        if _PAST_THE_MAP.search(path.read_text("utf-8"))
    }
    assert names == {"keys.py", "tour/player.py"}
