"""The search box by words: whichever word leads, the same accounts are found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from random import Random

import pytest

from cashier_app.db.repositories.supply.words import index_again
from cashier_app.domain.search import bits_of, word_bits, words_of
from cashier_app.services.program import Program
from tests.support.counter import SeedAccount, World, unique

ACCOUNTS = {
    1: ("asha", "rao", "12", "mill", "road"),
    2: ("asha", "raoul", "12", "hill", "road"),
    3: ("ashana", "rao", "121", "mill", "road"),
    4: ("meera", "rao", "7", "mill", "lane"),
}
"""Words by the place of the account."""
COMMON = 60_000
"""As many accounts as a word says it has that leads no other."""


@pytest.fixture
def program(world: World) -> Program:
    desk = world.desk()
    program = desk.program()
    program.sessions.sign_in(desk.user_name, desk.password)
    return program


@pytest.fixture(params=[1, COMMON], ids=["rare", "common, without bits"])
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
                world.insert("words", word_id=ids[word], word=word, sound_key="", accounts=count)
            row = {"word_id": ids[word], "account_id": accounts[place].account_id}
            if request.param == 1:
                row["bits"] = bits_of(words)
            world.insert("account_words", **row)
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


NAMES = ("Li", "Lina", "Limited", "Ram", "Ramesh", "Rana", "Rao", "Mill", "Mei", "Asha", "Ashok")
STREETS = ("Mill Road", "Mill Lane", "Ram Road", "Lina Street", "Hill Road")


def scanned(accounts: Sequence[tuple[SeedAccount, str]], typed: Sequence[str]) -> list[int]:
    """What a plain scan finds, in the order of the search box: names that begin so stand first."""

    def order(found: tuple[SeedAccount, str]) -> tuple[int, str, str]:
        name = found[0].name.lower()
        second = len(typed) > 1 and f" {typed[1]}" in name
        return -(name.startswith(typed[0]) + second), found[0].name, found[0].account_no

    having = [
        (account, address)
        for account, address in accounts
        if all(
            any(word.startswith(each) for word in words_of(f"{account.name} {address}"))
            for each in typed
        )
    ]
    return [account.account_id for account, _ in sorted(having, key=order)]


def test_a_search_is_a_plain_scan(world: World, program: Program) -> None:
    world.run("DELETE FROM account_words")
    world.run("DELETE FROM words")
    random = Random(1)
    accounts = []
    for _ in range(45):
        name = " ".join(random.sample(NAMES, random.choice((1, 2, 2, 3))))
        address = f"{random.randrange(1, 30)} {random.choice(STREETS)}"
        accounts.append((world.account(("100",), name=name, address=address), address))
    found_at_all = 0
    for _ in range(250):
        account, address = random.choice(accounts)
        words = random.sample([*words_of(f"{account.name} {address}"), "mei", "ro"], 4)
        typed = tuple(dict.fromkeys(word[: random.randrange(1, 6)] for word in words))
        typed = typed[: random.randrange(1, 5)]
        if sum(map(len, typed)) < 3:
            continue
        rows = program.lookup.find(" ".join(typed)).rows
        expected = scanned(accounts, typed)
        by_words = [row.account_id for row in rows if row.hit != "sounds_like"]
        assert by_words == expected, typed
        found_at_all += bool(expected)
    assert found_at_all > 80


def test_the_database_has_the_same_bits(world: World) -> None:
    words = {
        *words_of(" ".join((*NAMES, *STREETS))),
        "a",
        "1",
        "zoe",
        "सुनीता",
        "عبد",
        "𝒜b",
        "b" * 32,
    }
    world.run("DELETE FROM account_words")
    world.run("DELETE FROM words")
    for word in words:
        world.insert("words", word=word, sound_key="", accounts=0)
    stored = {row[0]: row[1] for row in world.run("SELECT word, bits FROM words")}
    assert stored == {word: word_bits(word) for word in words}


def test_bits_follow_a_name(world: World) -> None:
    account = world.account(("100",), name="Asha Rao", address="7 Mill Lane")
    engine = world.admin.engine(world.database)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE customers c JOIN accounts a USING (customer_id) SET c.name = 'Meera Karki'"
                " WHERE a.account_id = %s",
                (account.account_id,),
            )
            index_again(connection, [account.account_id])
    finally:
        engine.dispose()
    bits = world.run("SELECT bits FROM account_words WHERE account_id = %s", account.account_id)
    expected = bits_of(words_of("Meera Karki 7 Mill Lane Ward 6"))
    assert {row[0] for row in bits} == {expected}


def test_a_row_with_wrong_bits_is_lost(world: World, program: Program) -> None:
    """They are what a search goes by: whoever writes rows writes the bits of all words."""
    name = unique("Bits")
    account = world.account(("100",), name=f"{name} Rao", address="7 Mill Lane")
    assert program.lookup.find(f"{name} lane").rows
    world.run("UPDATE account_words SET bits = 1 WHERE account_id = %s", account.account_id)
    assert not program.lookup.find(f"{name} lane").rows


def test_found_by_several_numbers_it_is_one_row(world: World, program: Program) -> None:
    """The first of them says why: of bills the lowest number, before numbers that it once had."""
    account = world.account(("100", "100"))
    number = account.bills[0].bill_no
    world.insert("former_account_numbers", account_no=f"{number}7", account_id=account.account_id)
    (row,) = program.lookup.find(number).rows
    assert (row.account_id, row.hit) == (account.account_id, f"bill:{number}")
    (row,) = program.lookup.find(f"{number}7").rows
    assert (row.account_id, row.hit) == (account.account_id, f"former_account:{number}7")


def test_of_bills_with_a_running_number_the_newest_is_named(world: World, program: Program) -> None:
    account = world.account(("100",))
    running_no = 700_000_000_000 + account.account_id
    newest = ""
    for series in ("97", "98"):
        newest = f"{series}{running_no}"
        world.run("INSERT IGNORE INTO bill_series (series, last_no) VALUES (%s, 0)", series)
        world.run(
            "INSERT INTO bills (bill_no, series, running_no, account_id, connection_id, kind,"
            " title, issued_on, due_on, total, balance, status) SELECT %s, %s, %s, account_id,"
            " connection_id, kind, title, issued_on, due_on, 0, 0, 'paid' FROM bills"
            " WHERE bill_id = %s",
            newest,
            series,
            running_no,
            account.bills[0].bill_id,
        )
    (row,) = program.lookup.find(str(running_no)).rows
    assert (row.account_id, row.hit) == (account.account_id, f"bill:{newest}")
