"""Which function key does what: a permutation of F2 to F12, so that no act is lost or double.

An act has the name of the key that the program gives it: "F9" prints, wherever it is put.
"""

from __future__ import annotations

from collections.abc import Mapping

MOVABLE = tuple(f"F{n}" for n in range(2, 13))
"""F1 shows the map, so it stays where everybody looks for it."""

KeyMap = Mapping[str, str]
"""The key of an act; an act that is not in it keeps its own."""


def key_map_from(text: str) -> KeyMap:
    """From "F9=F5,F5=F9"; what is no whole map is the program's own."""
    pairs = [pair.partition("=")[::2] for pair in text.split(",")] if text else []
    acts, places = [act for act, _ in pairs], [place for _, place in pairs]
    is_whole = sorted(acts) == sorted(places) and len(set(acts)) == len(acts)
    return dict(pairs) if is_whole and set(acts) <= set(MOVABLE) else {}


def key_map_text(keys: KeyMap) -> str:
    """As it is stored: only what moved, in the order of the keyboard."""
    return ",".join(f"{act}={keys[act]}" for act in MOVABLE if keys.get(act, act) != act)


def moved(keys: KeyMap, act: str, place: str) -> KeyMap:
    """`act` on key `place`; what was there goes where `act` was. Raises ValueError for another."""
    if act not in MOVABLE or place not in MOVABLE:
        raise ValueError(f"{act} on {place}")
    whole = {one: keys.get(one, one) for one in MOVABLE}
    other = next(one for one in MOVABLE if whole[one] == place)
    whole[other], whole[act] = whole[act], place
    return {one: at for one, at in whole.items() if one != at}
