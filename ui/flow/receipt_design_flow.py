"""The receipt's design: changed line by line, seen at once, saved as a whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.sample_receipt import sample_receipt
from cashier_app.domain.utility import LONGEST_LINE, ReceiptDesign, Utility
from cashier_app.domain.utility_settings import UtilityFacts, read_logo
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.file_choosing import FileChoosing
from ui.flow.made_once import MadeOnce, ScreenOnce, made_of
from ui.models.design_words import design_rows, field_in_words
from ui.screens.receipt_design import DesignRow, ReceiptDesignScreen
from ui.screens.utility import Value, ValueScreen
from ui.tasks import LaneName, Operation
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent

_PICTURES = frozenset({".png"})


class ReceiptDesignFlow(ActivityFlow):
    """The lines with the paper beside, one line's words, the logo's file."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._stored: Utility | None = None
        self._now: Utility | None = None
        self._row = ""
        self._screen = ReceiptDesignScreen()
        counter.navigator.add(self._screen)
        self._screen.left.connect(self.left)
        self._screen.toggled.connect(self._on_toggled)
        self._screen.text_asked.connect(self._on_text_asked)
        self._screen.emptied.connect(self._on_emptied)
        self._screen.save_asked.connect(self._save)
        self._words = ScreenOnce(counter.navigator, self._make_words)
        self._files = MadeOnce(self._make_files)

    def _make_words(self) -> ValueScreen:
        screen = ValueScreen("receipt_line", LONGEST_LINE)
        screen.left.connect(self._show)
        screen.given.connect(self._on_given)
        return screen

    def _make_files(self) -> FileChoosing:
        made = FileChoosing(self.counter, "logo_file", _PICTURES)
        made.left.connect(self._show)
        made.chosen.connect(self._on_logo_chosen)
        return made

    def start(self) -> None:
        self._stored = self._now = None
        self._screen.begin(self._header)
        self._show()
        self._read()

    def stop(self) -> None:
        self._stored = self._now = None
        for screen in made_of(self._words):
            screen.clear()
        for files in made_of(self._files):
            files.forget()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state, "receipt")

    def _show(self) -> None:
        self.counter.navigator.show("receipt_design")

    def _read(self) -> None:
        operation = Operation(self.counter.program.utility.facts, latest="design", name="design")
        self.counter.tasks.run(operation, self, self._on_read, on_failure=self._on_failed)

    def _on_read(self, facts: UtilityFacts) -> None:
        self._stored = facts.utility
        if facts.utility is not None:
            self._change(facts.utility)

    def _on_failed(self, error: CashierError) -> bool:
        self._screen.show_failure(_named(error))
        return True

    def _on_bad_logo(self, error: CashierError) -> bool:
        return self._files().show_failure(_named(error))

    def _change(self, utility: Utility) -> None:
        self._now = utility
        rows = _rows(utility)
        changed = 0
        if self._stored is not None:
            pairs = zip_longest(rows, _rows(self._stored))
            changed = sum(now != was for now, was in pairs) + (utility.logo != self._stored.logo)
        self._screen.show_design(rows, changed=changed)
        self._draw(utility)

    def _draw(self, utility: Utility) -> None:
        signed_in = self.counter.state.signed_in
        now = self.counter.program.clock.now()
        receipt = sample_receipt(signed_in.counter, signed_in.person.full_name, now)
        # As it will look for real, also in training.
        real = replace(utility, is_training=False)
        picture, offset = self.counter.program.reporting.paper_picture, signed_in.utc_offset_minutes
        operation = Operation(
            lambda: picture(receipt, real, offset), LaneName.REPORTS, latest="receipt_design",
            name="receipt_design",
        )  # fmt: skip
        self.counter.tasks.run(
            operation, self, self._screen.show_paper, on_failure=self._on_failed
        )  # fmt: skip

    def _on_toggled(self, name: str) -> None:
        if self._now is not None:
            design = self._now.design
            self._design(replace(design, left_out=design.left_out ^ {name}))

    def _design(self, design: ReceiptDesign) -> None:
        if self._now is not None:
            self._change(replace(self._now, design=design))

    def _on_text_asked(self, name: str) -> None:
        self._row = name
        if name == "logo_file":
            lines = (
                (self.tr("Kind"), self.tr("PNG")),
                (self.tr("Size"), self.tr("up to 300 kB and 4 million dots, wider than high")),
            )
            self._files().begin(
                self.tr("Which picture is the logo?"), self._header, self.tr("The logo"), lines
            )
            return
        (row,) = (row for row in self._screen.rows if row.name == name)
        allowed = self.tr("Up to {most} characters").format(most=LONGEST_LINE)
        self._words().begin(Value(name, row.label, row.detail, row.text, allowed), self._header)
        self.counter.navigator.show("receipt_line")

    def _on_given(self, text: str) -> None:
        self._show()
        self._put(self._row, text)

    def _on_emptied(self, name: str) -> None:
        if name != "logo_file":
            self._put(name, "")
        elif self._now is not None:
            self._change(replace(self._now, logo=None))

    def _put(self, name: str, text: str) -> None:
        """Line n of head or foot; an empty one goes, and those below move up."""
        part = name.partition("-")[0]
        lines = [
            text if row.name == name else row.text for row in self._screen.rows if _is_of(row, part)
        ]
        kept = tuple(line for line in lines if line)
        if self._now is not None:
            design = self._now.design
            self._design(
                replace(design, head=kept) if part == "head" else replace(design, more=kept)
            )

    def _on_logo_chosen(self, path: Path) -> None:
        operation = Operation(lambda: read_logo(path), LaneName.REPORTS, name="logo")
        self.counter.tasks.run(
            operation, self, self._on_logo, on_failure=self._on_bad_logo,
            on_bug=self._files().go_on,
        )  # fmt: skip

    def _on_logo(self, logo: bytes) -> None:
        self._show()
        if self._now is not None:
            self._change(replace(self._now, logo=logo))

    def _save(self) -> None:
        now, stored = self._now, self._stored
        if now is None or stored is None:
            return
        logo = None if now.logo == stored.logo else now.logo or b""
        self._screen.begin_saving()
        service = self.counter.program.utility
        operation = Operation(lambda: service.change_design(now.design, logo), name="design")
        self.counter.tasks.run(
            operation, self, self._on_saved, on_failure=self._on_failed,
            on_bug=lambda: self._change(now),
        )  # fmt: skip

    def _on_saved(self, _nothing: None) -> None:
        self._stored = self._now
        if self._now is not None:
            self._change(self._now)
        words = self.tr("The receipt is changed.")
        self._screen.tell(
            BannerContent(
                Gravity.LOOK, words, self.tr("Each counter prints it from its next sign-in on."),
                icon="check",
            )
        )  # fmt: skip


def _rows(utility: Utility) -> tuple[DesignRow, ...]:
    return design_rows(utility.design, has_logo=bool(utility.logo))


def _named(error: CashierError) -> CashierError:
    """With the field in words."""
    if error.code != "bad_utility":
        return error
    return Refused(error.code, {"field": field_in_words(str(error.facts.get("field", "")))})


def _is_of(row: DesignRow, part: str) -> bool:
    return row.name.startswith(f"{part}-")
