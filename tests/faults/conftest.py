"""The soak is collected only when it is asked for: scripts/soak."""

from __future__ import annotations

from tests.faults.acts import SOAK

collect_ignore = [] if SOAK else ["test_soak.py"]
