"""The tables' history. Views, functions, procedures and triggers are not here but in `sql/`."""

from __future__ import annotations

SCHEMA_VERSION = "0204"
"""The newest revision; a counter refuses to sell on any other (a test holds them equal)."""


def is_newer(version: str) -> bool:
    """True for the schema of a later release: the newest has the highest number (tested)."""
    return version > SCHEMA_VERSION
