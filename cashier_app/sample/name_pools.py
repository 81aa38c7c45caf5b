"""Names and addresses that the copies of a large sample choose from, with the words of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from cashier_app.domain.search import sound_key, word_bits, words_of
from cashier_app.sample import network, people
from cashier_app.sample.households import email_of
from cashier_app.sample.pattern import Pattern
from cashier_app.sample.rows import COLUMNS, Row
from cashier_app.sample.seeds import random_for

Span = tuple[int, int]
"""First place of a pool, how many it has."""
_NAMES: dict[str, tuple[Callable[[Random], str], int]] = {
    "home": (people.person_name, 40_009),
    "shop": (people.shop_name, 6_007),
    "factory": (people.works_name, 1_201),
}
_ADDRESSES: dict[str, tuple[Callable[[Random], str], int]] = {
    "home": (network.home_address, 20_011),
    "shop": (network.shop_address, 2_503),
    "factory": (network.works_address, 359),
}


class Dictionary:
    """Words with their keys; those that stand already keep theirs."""

    def __init__(self, known: dict[str, int]) -> None:
        self._ids = dict(known)

    def keys(self, text: str) -> Iterator[tuple[int, int]]:
        """Key and bits of a text's words."""
        for word in words_of(text):
            yield self._ids.setdefault(word, len(self._ids) + 1), word_bits(word)

    def rows(self) -> list[Row]:
        """Key, word, sound."""
        return [(word_id, word, sound_key(word)) for word, word_id in self._ids.items()]


@dataclass(frozen=True, slots=True)
class Pools:
    """Rows by place; `choices` say for each account of the pattern which places are its."""

    names: list[Row]
    """Place, name, e-mail."""
    addresses: list[Row]
    """Place, address."""
    name_words: list[Row]
    """Place, word, its bits."""
    address_words: list[Row]
    ward_words: list[Row]
    """Ward, word, its bits."""
    choices: list[Row]
    """Account, first name, names, first address, addresses."""
    words: list[Row]


def make_pools(pattern: Pattern, seed: int, known_words: dict[str, int]) -> Pools:
    """The same seed makes the same pools."""
    dictionary = Dictionary(known_words)
    names, name_spans = _drawn(_NAMES, random_for(seed, "names"))
    addresses, address_spans = _drawn(_ADDRESSES, random_for(seed, "addresses"))
    random = random_for(seed, "emails")
    premises = COLUMNS["connections"].index("premises")
    kinds = [str(row[premises]) for row in pattern.rows["connections"]]
    keys = [row[0] for row in pattern.rows["accounts"]]
    return Pools(
        [(place, name, email_of(random, name)) for place, name in enumerate(names)],
        list(enumerate(addresses)),
        _words(dictionary, names),
        _words(dictionary, addresses),
        [
            (ward, *word)
            for ward in range(1, network.WARDS + 1)
            for word in dictionary.keys(network.ward_name(ward))
        ],
        [
            (key, *name_spans[kind], *address_spans[kind])
            for key, kind in zip(keys, kinds, strict=True)
        ],
        dictionary.rows(),
    )


def _drawn(
    makers: dict[str, tuple[Callable[[Random], str], int]], random: Random
) -> tuple[list[str], dict[str, Span]]:
    texts: list[str] = []
    spans: dict[str, Span] = {}
    for kind, (make, many) in makers.items():
        spans[kind] = (len(texts), many)
        texts.extend(make(random) for _ in range(many))
    return texts, spans


def _words(dictionary: Dictionary, texts: list[str]) -> list[Row]:
    return [(place, *word) for place, text in enumerate(texts) for word in dictionary.keys(text)]
