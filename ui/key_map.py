"""The function keys as the utility has them: which act a pressed key means, what stands on its cap.

Everywhere in the program a key has the name that the program gives it; only what a person presses
and reads goes through here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cashier_app.domain.key_map import KeyMap


class _Current:
    keys: KeyMap = MappingProxyType({})
    acts: KeyMap = MappingProxyType({})


def set_key_map(keys: KeyMap) -> bool:
    """Put a map in force; True if it is another than before."""
    is_new = dict(keys) != dict(_Current.keys)
    _Current.keys = keys
    _Current.acts = {place: act for act, place in keys.items()}
    return is_new


def key_map() -> KeyMap:
    """The map in force."""
    return _Current.keys


def act_of(place: str) -> str:
    """The act of a pressed key, by the name of the key the program gives it."""
    return _Current.acts.get(place, place)


def keyed(words: str) -> str:
    """Words of the program's own, with the keys that they name: never a row's text."""
    if not _Current.keys:
        return words
    import re  # not before the first paint (ui/front_door.py)

    return re.sub(
        r"\bF(?:1[0-2]|[2-9])\b", lambda found: _Current.keys.get(found[0], found[0]), words
    )
