"""ESC/POS bytes as readable lines: what the golden files keep of a print job."""

from __future__ import annotations

import hashlib
import re

_PARTS = re.compile(
    rb"(?P<raster>\x1dv0\x00(?P<row>..)(?P<height>..))"
    rb"|(?P<command>\x1b[@]|\x1b[Et].|\x1bp...|\x1d[!r].|\x1dVB.|\x10\x04.)"
    rb"|(?P<text>[\x20-\x7e\x80-\xff]+)|(?P<feed>\n)|(?P<strange>.)",
    re.DOTALL,
)


def trace(data: bytes) -> str:
    lines = []
    at = 0
    while at < len(data):
        part = _PARTS.match(data, at)
        assert part is not None
        at = part.end()
        if part["raster"]:
            row = int.from_bytes(part["row"], "little")
            height = int.from_bytes(part["height"], "little")
            dots = data[at : at + row * height]
            at += len(dots)
            digest = hashlib.sha256(dots).hexdigest()[:16]
            lines.append(f"dots {row * 8} x {height} {digest}")
        elif part["text"]:
            lines.append(f"text {part['text'].decode('latin-1')!r}")
        else:
            lines.append(f"{part.lastgroup} {part[0].hex(' ')}")
    return "\n".join(lines) + "\n"
