"""The word index of the sample's accounts."""

from __future__ import annotations

from collections.abc import Iterator

from cashier_app.domain.search import bits_of, sound_key, words_of
from cashier_app.sample.rows import Row, RowBuffer


class WordIndex:
    """Gives each word a key at its first account; the counts are known at the end."""

    def __init__(self, rows: RowBuffer) -> None:
        self._rows = rows
        self._ids: dict[str, int] = {}
        self._accounts: list[int] = []

    def add(self, account_id: int, text: str) -> None:
        """Index an account under every word of its name and address."""
        words = words_of(text)
        bits = bits_of(words)
        for word in words:
            word_id = self._ids.get(word)
            if word_id is None:
                word_id = self._ids[word] = len(self._ids) + 1
                self._accounts.append(0)
            self._accounts[word_id - 1] += 1
            self._rows["account_words"].append((word_id, account_id, bits))

    def word_rows(self) -> Iterator[Row]:
        """The dictionary with its counts."""
        for word, word_id in self._ids.items():
            yield word_id, word, sound_key(word), self._accounts[word_id - 1]
