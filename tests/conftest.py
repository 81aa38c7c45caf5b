"""What every test may use.

A real database server (fixtures of tests/plugins/database.py):

- `server`: a running `PrivateServer` of this run, shared by all tests of one process, with the
  whole schema in the database "cashier_test" and no rows. It also listens on 127.0.0.1
  (`server.tcp_port`), for proxies. Procedures commit, so a test makes rows of its own
  and never counts on a table being empty.
- `database`: the `DatabaseAddress` of "cashier_test" on it (over the socket).
- `admin`: call it for a PyMySQL connection of the administrator in autocommit, in
  "cashier_test" (`admin("")`: in no database); it is closed after the test.
- `admin_login`: the administrator's `Login`, for `upgrade`, `create_user` and Core engines.
- `fresh_server`: a server of the test's own with the untouched schema, for tests that stop it,
  kill it, change the schema or need empty tables (0.4 s).
- `from tests.support.own_server import server`: the same fixtures on a small server of this
  file's own, for files that ask the checker often: it reads every book of its database.

The schema is installed once and kept under .cache/ until migrations, SQL or tables change.
Without a server on this computer these tests fail and name the package. CASHIER_TEST_SERVER=mysql
(with CASHIER_MYSQLD naming the program) runs them on MySQL. Tests marked `mariadb_only` or
`mysql_only` are skipped on the other server, visibly.

Logs (tests/plugins/log_failure.py): a warning or an error in the log fails the test. Expected
ones are named: `@pytest.mark.allow_log("counter log", reason="the disk is full on purpose")`,
where the text is a regular expression searched in "logger: message". A warning of Qt fails
the test, too (pytest-qt).
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A busy machine is no failure, and the same commit gives the same verdict twice; new examples
# are searched for by HYPOTHESIS_PROFILE=explore.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no worker waits alone for them at the end."""
    items.sort(key=lambda item: "e2e" not in item.path.parts)


pytest_plugins = [
    "pytester",
    "tests.plugins.database",
    "tests.plugins.log_failure",
    "tests.plugins.temporary",
    "tests.plugins.world",
]
