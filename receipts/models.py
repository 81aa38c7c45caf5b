"""The printers that python-escpos knows, with our corrections: all of them stand here.

python-escpos' profiles say how wide a printer's paper is in dots, whether it cuts, and its
code pages. Where a profile is silent or wrong, CORRECTIONS wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cashier_app.domain.printing import PrinterModel
from receipts.code_pages import profiles

WIDTH_80, WIDTH_58 = 576, 384


@dataclass(frozen=True, slots=True)
class Correction:
    """What we know better of a profile. None leaves what it says."""

    width_dots: int | None = None
    cutter: bool | None = None
    offered: bool = True
    why: str = ""


CORRECTIONS = {
    "AF-240": Correction(offered=False, why="shows to customers and prints nothing"),
    "OCD-100": Correction(offered=False, why="shows to customers and prints nothing"),
    "OCD-300": Correction(offered=False, why="shows to customers and prints nothing"),
    "TM-U220": Correction(offered=False, why="an impact printer without GS v 0 pictures"),
    "TM-U220B": Correction(offered=False, why="an impact printer without GS v 0 pictures"),
    "RP-F10-58mm": Correction(384, why="48 mm of a 58 mm roll are printed, not 54"),
    "CT-S651": Correction(576, why="72 mm of an 80 mm roll are printed; 640 dots is its buffer"),
    "TM-P80-42col": Correction(544, why="546 dots are no whole bytes"),
    "TM-T20II-42col": Correction(544, why="546 dots are no whole bytes"),
    "TEP-200M": Correction(576, why="the profile leaves the width open"),
    "RP326": Correction(576, why="the profile leaves the width open"),
    "SP2000": Correction(offered=False, why="Star's own commands unless it is switched over"),
    "TSP600": Correction(offered=False, why="Star's own commands unless it is switched over"),
    "TUP500": Correction(offered=False, why="Star's own commands unless it is switched over"),
    "default": Correction(576, why="the profile leaves the width open"),
    "simple": Correction(384, cutter=False, why="the profile leaves the width open"),
}


def models() -> tuple[PrinterModel, ...]:
    """Every model that can be chosen, the general ones first."""
    found = [
        _model(name, profile)
        for name, profile in profiles().items()
        if CORRECTIONS.get(name, Correction()).offered
    ]
    return tuple(sorted(found, key=lambda model: (model.profile not in _GENERAL, model.name)))


_GENERAL = {"default": "Any ESC/POS printer", "simple": "Simple 58 mm printer"}


def _model(name: str, profile: dict[str, Any]) -> PrinterModel:
    known = CORRECTIONS.get(name, Correction())
    dots = known.width_dots or profile["media"]["width"].get("pixels", WIDTH_80)
    features = profile["features"]
    cuts = bool(features.get("paperFullCut") or features.get("paperPartCut"))
    words = _GENERAL.get(name) or f"{profile['vendor']} {profile['name']}"
    width = dots if isinstance(dots, int) and dots % 8 == 0 else WIDTH_80
    return PrinterModel(name, words, width, cuts if known.cutter is None else known.cutter)
