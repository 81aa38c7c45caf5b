"""Where a file lies that was saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from ui.widgets.banner import BannerContent, Gravity


def saved_banner(path: Path) -> BannerContent:
    """Its name, then its folder."""
    lead = QCoreApplication.translate("Saved", "Saved: {name}").format(name=path.name)
    where = QCoreApplication.translate("Saved", "In {folder}").format(folder=path.parent)
    return BannerContent(Gravity.LOOK, lead, where, icon="check")
