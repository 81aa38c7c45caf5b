"""The search box by words: whichever word leads, the same accounts are found."""

from __future__ import annotations

from itertools import permutations

import pytest

from cashier_app.services.program import Program
from tests.support.counter import World

ACCOUNTS = {
    1: ("asha", "rao", "12", "mill", "road"),
    2: ("asha", "raoul", "12", "hill", "road"),
    3: ("ashana", "rao", "121", "mill", "road"),
    4: ("meera", "rao", "7", "mill", "lane"),
}
"""Words by the place of the account."""
COMMON = 60_000
"""As many accounts as a word says it has where it is looked up one by one."""


@pytest.fixture
def program(world: World) -> Program:
    desk = world.desk()
    program = desk.program()
    program.sessions.sign_in(desk.user_name, desk.password)
    return program


@pytest.fixture(params=[1, COMMON], ids=["rare", "common"])
def places(world: World, request: pytest.FixtureRequest) -> dict[int, int]:
    """Place by account; these words alone are in the index."""
    world.run("DELETE FROM account_words")
    world.run("DELETE FROM words")
    accounts = {place: world.account(("100",)) for place in ACCOUNTS}
    world.run("DELETE FROM account_words")
    world.run("DELETE FROM words")
    ids: dict[str, int] = {}
    for place, words in ACCOUNTS.items():
        for word in words:
            if word not in ids:
                ids[word] = len(ids) + 1
                count = request.param if word.startswith(("rao", "road", "mill")) else 1
                world.run("INSERT INTO words VALUES (%s, %s, '', %s)", ids[word], word, count)
            world.run(
                "INSERT INTO account_words VALUES (%s, %s)", ids[word], accounts[place].account_id
            )
    return {account.account_id: place for place, account in accounts.items()}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("asha", {1, 2, 3}),
        ("asha rao", {1, 2, 3}),
        ("raoul asha", {2}),
        ("rao mill", {1, 3, 4}),
        ("rao lane", {4}),
        ("asha rao mill", {1, 3}),
        ("rao 12 mill road", {1, 3}),
        ("meera rao 7 lane", {4}),
        ("meera rao 7 road", set()),
        ("asha nobody", set()),
    ],
)
def test_words_in_any_order_find_the_same(
    program: Program, places: dict[int, int], typed: str, found: set[int]
) -> None:
    for words in permutations(typed.split()):
        rows = program.lookup.find(" ".join(words)).rows
        assert {places[row.account_id] for row in rows} == found, words
