"""`python -m cashier_app`, and the command `cashier`."""

from __future__ import annotations

import sys

from cashier_app.bundle import free_children
from cashier_app.cli import run


def main() -> None:
    """End with the command's status."""
    free_children()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
