"""Files the program carries: icons, translations, sample data. Imports nothing of ours."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent


def icon_file(name: str) -> Path:
    """The SVG of icon `name` (for example "search")."""
    return ROOT / "icons" / f"{name}.svg"


def no_system_fonts() -> tuple[Path, str]:
    """For fontconfig: a root and in it a configuration that knows no font of the system."""
    return ROOT / "no-system-fonts", "/fonts.xml"
