"""Tariff files as texts: one for each version, and all versions in one again."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDE = 90
"""A list that is longer than this stands in several lines."""

_OF_TARIFF = ("code", "name", "class", "currency", "decimals", "uncounted_registers", "split_kwh")
_ARRAYS = ("charge", "late")


def version_texts(text: str) -> tuple[str, ...]:
    """A well-formed file as files of one version each; a file of one version stays as it is."""
    data = _parsed(text)
    if "version" not in data:
        return (text,)
    head = {key: value for key, value in data.items() if key != "version"}
    return tuple(_written({**head, **version}) for version in data["version"])


def joined_text(texts: Sequence[str]) -> str:
    """Files of one version each as one file; a single one stays as it is.

    What belongs to the tariff is that of the last one, the newest.
    """
    if len(texts) == 1:
        return texts[0]
    parsed = [_parsed(text) for text in texts]
    head = {key: value for key, value in parsed[-1].items() if key in _OF_TARIFF}
    versions = [
        {key: value for key, value in data.items() if key not in _OF_TARIFF} for data in parsed
    ]
    tables = (f"\n[[version]]\n{_table(version, 'version.')}" for version in versions)
    return "".join((_pairs(head), *tables))


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def _written(data: Mapping[str, Any]) -> str:
    ordered = {key: data[key] for key in _OF_TARIFF if key in data}
    ordered.update((key, value) for key, value in data.items() if key not in ordered)
    return _table(ordered, "")


def _table(data: Mapping[str, Any], prefix: str) -> str:
    """Plain keys first: in TOML they must stand before the first sub-table."""
    plain = _pairs({key: value for key, value in data.items() if key not in _ARRAYS})
    tables = (
        f"\n[[{prefix}{name}]]\n{_pairs(item)}" for name in _ARRAYS for item in data.get(name, ())
    )
    return "".join((plain, *tables))


def _pairs(data: Mapping[str, Any]) -> str:
    return "".join(f"{_key(key)} = {_value(value, 0)}\n" for key, value in data.items())


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: object, depth: int) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case str():
            return _text(value)
        case date():
            return value.isoformat()
        case list():
            return _list([_value(item, depth + 1) for item in value], depth)
        case dict():
            pairs = (f"{_key(key)} = {_value(item, depth)}" for key, item in value.items())
            return f"{{ {', '.join(pairs)} }}"
    return str(value)


def _list(items: Sequence[str], depth: int) -> str:
    line = f"[{', '.join(items)}]"
    if len(line) <= _WIDE:
        return line
    indent = "  " * (depth + 1)
    rows = "".join(f"{indent}{item},\n" for item in items)
    return f"[\n{rows}{'  ' * depth}]"
