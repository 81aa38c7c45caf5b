"""Nobody knows yet whether an act is stored: said on the screen that asked for it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from cashier_app.domain.errors import OutcomeUnknown
from ui.flow.sure_act import SureAct
from ui.messages import message_for
from ui.navigator import Navigator
from ui.screen import Screen
from ui.widgets.banner import BannerContent


class Doubt(QObject):
    """A banner from the doubt of `act` to its end. `text` says what to do until then."""

    def __init__(self, navigator: Navigator, act: SureAct, text: str = "", lead: str = "") -> None:
        super().__init__(act)
        self._navigator = navigator
        self._lead = lead or self.tr("Connection lost.")
        self._text = text or self.tr("Nothing gets lost. The counter asks again every few seconds.")
        self._asking: Screen | None = None
        self._banner: BannerContent | None = None
        act.begun.connect(self._on_begun)
        act.doubted.connect(self._on_doubted)
        act.ended.connect(self._on_ended)

    def _on_begun(self) -> None:
        """Whatever is in front when the doubt comes, this screen is waiting."""
        self._asking = self._navigator.screen(self._navigator.current)

    def _on_doubted(self, error: OutcomeUnknown) -> None:
        if self._asking is not None:
            self._banner = replace(message_for(error).banner, lead=self._lead, text=self._text)
            self._asking.set_frame(banner=self._banner)

    def _on_ended(self) -> None:
        screen, self._asking = self._asking, None
        if screen is not None and self._banner is not None and screen.frame.banner is self._banner:
            screen.set_frame(banner=None)
        self._banner = None
