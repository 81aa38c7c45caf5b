"""Customers: find a place, see person, account and meters, change one thing, see it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cashier_app.domain.errors import CashierError
from cashier_app.domain.supply import Codes, Fitting, PlaceFile
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.form_maker import PlaceForm
from ui.flow.made_once import MadeOnce, made_of
from ui.flow.moving_forms import MovingForms
from ui.flow.place_forms import PlaceForms
from ui.screens import place as acts
from ui.screens.fields_form import FieldsFormScreen
from ui.screens.place import PlaceScreen
from ui.screens.places import Found, PlacesScreen
from ui.tasks import LaneName, Operation
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.field_grid import Answers


class CustomersFlow(ActivityFlow):
    """Search, one place, one form, the place again."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._supply = counter.program.office.supply
        self._forms = PlaceForms(self._supply, self)
        self._moving = MovingForms(self._supply, self)
        self._place: PlaceFile | None = None
        self._form: PlaceForm | None = None
        self._told: BannerContent | None = None
        self._list = PlacesScreen(counter.tasks, self._find)
        self._one, self._fields = MadeOnce(self._make_one), MadeOnce(self._make_fields)
        counter.navigator.add(self._list)
        counter.navigator.register("place", self._one)
        counter.navigator.register("place_form", self._fields)
        self._list.left.connect(self.left)
        self._list.place_asked.connect(self._on_place_asked)
        self._list.new_asked.connect(self._on_new_asked)

    def _make_one(self) -> PlaceScreen:
        screen = PlaceScreen()
        screen.left.connect(self._show_list)
        screen.action_asked.connect(self._on_action_asked)
        return screen

    def _make_fields(self) -> FieldsFormScreen:
        screen = FieldsFormScreen("place_form")
        screen.left.connect(self._on_form_left)
        screen.given.connect(self._on_given)
        return screen

    def start(self) -> None:
        self._place = self._form = self._told = None
        self._list.clear()
        self._show_list()

    def stop(self) -> None:
        self._place = self._form = self._told = None
        self._list.clear()
        for place in made_of(self._one):
            place.clear()
        for fields in made_of(self._fields):
            fields.clear()

    def _find(self, text: str) -> Operation[Found]:
        return Operation(
            partial(self._supply.find, text), LaneName.REPORTS, latest="places", name="places"
        )

    def _show_list(self) -> None:
        self._place = None
        self._list.begin(shift_words.person_header(self.counter.state))
        self.counter.navigator.show("places")
        self.counter.navigator.build_ahead(("place", "place_form"))

    def _on_place_asked(self, connection_id: int) -> None:
        operation = Operation(
            partial(self._supply.open, connection_id), LaneName.REPORTS, latest="place",
            name="open place",
        )  # fmt: skip
        self.counter.tasks.run(operation, self, self._on_opened)

    def _on_opened(self, place: PlaceFile) -> None:
        if self.counter.navigator.current in {"places", "place", "place_form"}:
            self._place = place
            self._show_place()

    def _show_place(self) -> None:
        if self._place is None:
            self._show_list()
            return
        self._one().begin(self._place, self._told)
        self._told = None
        self.counter.navigator.show("place")

    # -- one form ----------------------------------------------------------------------

    def _on_new_asked(self) -> None:
        self._with_codes(None, self._ask_new)

    def _ask_new(self, codes: Codes) -> None:
        today = self.counter.state.signed_in.business_date
        self._ask(self._forms.new_place(codes, today))

    def _on_action_asked(self, name: str) -> None:
        place = self._place
        if place is None:
            return
        forms, moving = self._forms, self._moving
        if name in {acts.PLACE, acts.TARIFF}:
            make = forms.connection if name == acts.PLACE else forms.tariff
            self._with_codes(place, lambda codes: self._ask(make(place, codes)))
            return
        plain = {
            acts.PERSON: forms.person, acts.MOVE_OUT: moving.move_out, acts.MOVE_IN: moving.move_in,
            acts.FIT: moving.fit,
        }  # fmt: skip
        if name in plain:
            self._ask(plain[name](place))
            return
        act, _, key = name.partition(":")
        fitting = next((f for f in place.standing if str(f.fitting_id) == key), None)
        if fitting is not None:
            self._ask_of_meter(f"{act}:", place, fitting)

    def _ask_of_meter(self, act: str, place: PlaceFile, fitting: Fitting) -> None:
        moving = self._moving
        make = moving.replace_meter if act == acts.REPLACE else moving.remove_meter
        self._ask(make(place, fitting))

    def _with_codes(self, place: PlaceFile | None, go_on: Callable[[Codes], None]) -> None:
        """Look the routes and tariffs up; a form that was left meanwhile is not shown."""

        def on_read(codes: Codes) -> None:
            if self._place is place and self.counter.navigator.current in {"places", "place"}:
                go_on(codes)

        operation = Operation(self._supply.codes, LaneName.REPORTS, latest="codes", name="codes")
        self.counter.tasks.run(operation, self, on_read)

    def _ask(self, form: PlaceForm) -> None:
        self._form = form
        header = self._one().frame.header if self._place else None
        self._fields().begin(
            form.words, form.asks, header or shift_words.person_header(self.counter.state)
        )
        self.counter.navigator.show("place_form")

    def _on_form_left(self) -> None:
        self._form = None
        self._show_place()

    def _on_given(self, answers: Answers, accept: bool) -> None:
        form = self._form
        if form is None:
            return
        operation = Operation(form.work(answers, accept), LaneName.REPORTS, name="change place")

        def on_failed(error: CashierError) -> bool:
            if self._form is form:
                self._fields().show_failure(error)
                return True
            return False

        self.counter.tasks.run(
            operation, self, partial(self._on_changed, form), on_failure=on_failed,
            on_finished=self._fields().go_on,
        )  # fmt: skip

    def _on_changed(self, form: PlaceForm, place: PlaceFile) -> None:
        if self._form is not form:
            return
        self._form, self._place = None, place
        self._told = BannerContent(Gravity.LOOK, form.done, icon="check")
        self._show_place()
