"""Public keys of all counters, kept on this computer: codes are checked without a server, too.

Nothing in it is secret. Whoever may write the file may let a forged code pass on this
computer until the server answers again, as whoever may change the program.
"""

from __future__ import annotations

from pathlib import Path

_KEY_DIGITS = 64


class PublicKeyFile:
    """services.ports.KeyFile: a line "<counter code> <key in hex>" for each key."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> tuple[tuple[str, bytes], ...]:
        """What was kept last; lines that are no key are left out."""
        try:
            lines = self._path.read_text("ascii").splitlines()
        except (OSError, UnicodeDecodeError):
            return ()
        return tuple(found for line in lines if (found := _parsed(line)) is not None)

    def write(self, keys: tuple[tuple[str, bytes], ...]) -> None:
        """Keep `keys` in one step; raises OSError."""
        if keys == self.read():
            return
        fresh = self._path.with_suffix(".new")
        fresh.write_text("".join(f"{code} {key.hex()}\n" for code, key in keys), "ascii")
        fresh.replace(self._path)


def _parsed(line: str) -> tuple[str, bytes] | None:
    code, _, digits = line.partition(" ")
    if not code.isalnum() or len(digits) != _KEY_DIGITS:
        return None
    try:
        return code, bytes.fromhex(digits)
    except ValueError:
        return None
