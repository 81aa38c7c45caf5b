"""Bill runs for a clerk: priced and looked at, then issued; stopped at any moment."""

from __future__ import annotations

from cashier_app.domain.bill_run import OnStep, Run, RunDesk, RunOrder, RunPreview
from cashier_app.domain.errors import Stopped
from cashier_app.services.office_ports import BillRunGateway


class BillRunService:
    """In the lane "reports". `on_step` is called in that lane and may raise Stopped."""

    def __init__(self, gateway: BillRunGateway) -> None:
        self._gateway = gateway

    def desk(self) -> RunDesk:
        """What stands before a new run. Raises Refused, Busy or Unavailable."""
        return self._gateway.desk()

    def price(self, order: RunOrder, on_step: OnStep) -> RunPreview:
        """Begin a run of `order` and price it; stopped, it is as if it had never been.

        Raises Refused (run_open_already, no_such_route, bad_period, due_day_over), Busy,
        Unavailable, Stopped.
        """
        return self.price_again(self._gateway.open_run(order), on_step)

    def price_again(self, run: Run, on_step: OnStep) -> RunPreview:
        """Price a run that was begun and never issued.

        Raises as `price`, and Refused (run_ended, run_priced_elsewhere).
        """
        try:
            return self._gateway.price(run, on_step)
        except Stopped:
            self._gateway.drop(run)
            raise

    def issue(self, run: Run, on_step: OnStep) -> Run:
        """Issue what is not issued yet; stopped, what was issued stands and it can go on.

        Raises Refused (issue_day_to_come, issue_day_too_early, issue_day_before_bill,
        billed_already, reading_held_meanwhile, run_outdated, run_ended), Busy, Unavailable,
        Stopped.
        """
        return self._gateway.issue(run, on_step)

    def drop(self, run: Run) -> None:
        """Give a run up. Raises Refused (run_ended), Busy or Unavailable."""
        self._gateway.drop(run)
