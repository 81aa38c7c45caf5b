"""From what is typed into the one search box to a question the database can answer.

Digits (with their separators) ask the number indexes; letters ask the word
index. Several words must all match, in any order.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

MIN_CHARACTERS = 3
MAX_WORDS = 4
MAX_LENGTH = 80

_SEPARATORS = re.compile(r"[\s\-/._()+]+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Query:
    """`digits` is the number-like text without separators; `words` are folded words.

    Both may be set: "88104523" is a number and also a word of an address.
    """

    text: str
    digits: str
    words: tuple[str, ...]

    @property
    def is_long_enough(self) -> bool:
        """At least three real characters: wildcards and separators do not count."""
        return len(self.digits) >= MIN_CHARACTERS or (sum(map(len, self.words)) >= MIN_CHARACTERS)


def fold(text: str) -> str:
    """`text` in the form the word index stores: NFKD, no accents, lower case."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a name or address, without repeats, in order."""
    return tuple(dict.fromkeys(word[:32] for word in _WORD.findall(fold(text))))


def word_bits(word: str) -> int:
    """One bit of 32 for the whole word, one of the 32 above for its first two letters.

    The bits of an account's words together say which words it cannot have. The column
    `words.bits` is computed by the database in the same way.
    """
    beginning = zlib.crc32(word[:2].encode()) % 32
    return 1 << zlib.crc32(word.encode()) % 32 | 1 << 32 + beginning


def bits_of(words: Iterable[str]) -> int:
    """The bits of an account that has these words."""
    return reduce(or_, map(word_bits, words), 0)


_SOUND_GROUPS = (
    ("sch", "s"), ("sh", "s"), ("ch", "c"), ("ph", "f"), ("th", "t"), ("dh", "d"),
    ("bh", "b"), ("gh", "g"), ("kh", "k"), ("jh", "j"), ("ck", "k"), ("q", "k"),
    ("c", "k"), ("x", "ks"), ("z", "s"), ("w", "v"), ("y", "i"), ("ee", "i"), ("oo", "u"),
)  # fmt: skip


def sound_key(word: str) -> str:
    """A key that spellings of one name share ("Karim", "Kareem"): consonants, no doubles.

    Vowels after the first letter are dropped; "h" inside a word is silent.
    """
    key = fold(word)
    for spelt, sound in _SOUND_GROUPS:
        key = key.replace(spelt, sound)
    if not key:
        return ""
    rest = "".join(c for c in key[1:] if c not in "aeiouh")
    squeezed = [key[0]]
    for c in rest:
        if c != squeezed[-1]:
            squeezed.append(c)
    return "".join(squeezed)[:16]


def parse_query(text: str) -> Query:
    """The question behind typed `text`; never fails, whatever is typed."""
    text = text[:MAX_LENGTH]
    joined = _SEPARATORS.sub("", text)
    digits = joined if any(c.isdigit() for c in joined) else ""
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in digits)
    if not digits.isascii() or not digits.isalnum():
        digits = ""
    return Query(
        text=text,
        digits=digits.upper()[:24],
        words=words_of(text)[:MAX_WORDS],
    )
