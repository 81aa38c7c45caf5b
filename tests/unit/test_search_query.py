"""What is typed becomes a question, whatever it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.search import fold, parse_query, sound_key, words_of


@given(st.text(max_size=400))
def test_no_text_fails(text: str) -> None:
    query = parse_query(text)
    assert query.digits == "" or (query.digits.isascii() and query.digits.isalnum())
    assert len(query.digits) <= 24
    assert len(query.words) <= 4
    for word in query.words:
        assert 1 <= len(word) <= 32
        assert "%" not in word
        assert "_" not in word
        assert len(sound_key(word)) <= 16


@given(st.text(max_size=60))
def test_words_are_folded_for_good(text: str) -> None:
    """The index stores folded words: asking for one finds it again."""
    for word in words_of(text):
        assert fold(word) == word or fold(fold(word)) == fold(word)


def test_numbers_are_read_with_their_separators() -> None:
    for text in ("26 10 11-82", "26101182", "२६१०११८२", "2610/1182"):
        assert parse_query(text).digits == "26101182"


def test_wildcards_are_no_characters() -> None:
    assert not parse_query("%%%").is_long_enough
    assert not parse_query("___").is_long_enough
    assert not parse_query("a%").is_long_enough
    assert parse_query("abc").is_long_enough


def test_spellings_share_a_sound() -> None:
    assert sound_key("Karim") == sound_key("Kareem") == sound_key("KARIM")
    assert sound_key("Sharma") != sound_key("Verma")
