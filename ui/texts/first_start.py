"""What can go wrong at a computer's first start: what happened, and what to do."""

from __future__ import annotations

from ui.texts.marks import QT_TRANSLATE_NOOP, Pair

REFUSED: dict[str, Pair] = {
    "setup_no_server": (
        QT_TRANSLATE_NOOP("Messages", "There is no database server on this computer."),
        QT_TRANSLATE_NOOP("Messages", "{words} Then press Enter again: what is typed stays."),
    ),
    "setup_not_here": (
        QT_TRANSLATE_NOOP("Messages", "On this system the program starts no database of its own."),
        QT_TRANSLATE_NOOP("Messages", "Go back to the first page and join a central database."),
    ),
    "setup_server_failed": (
        QT_TRANSLATE_NOOP("Messages", "The database of this computer did not start."),
        QT_TRANSLATE_NOOP("Messages", "It said: {words} Press Enter to try it again."),
    ),
    "setup_newer_database": (
        QT_TRANSLATE_NOOP("Messages", "This database is of a newer release: {there}, not {here}."),
        QT_TRANSLATE_NOOP("Messages", "Install that release on this computer, then start again."),
    ),
    "setup_log_of_other": (
        QT_TRANSLATE_NOOP("Messages", "This computer's log holds {found}."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "An administrator decides: cashier counter enrol {counter} --log aside, or --log keep.",
        ),
    ),
    "setup_folder": (
        QT_TRANSLATE_NOOP("Messages", "The folder of the settings cannot be written: {why}."),
        QT_TRANSLATE_NOOP("Messages", "Make {folder} yours to write, then press Enter again."),
    ),
    "setup_books_there": (
        QT_TRANSLATE_NOOP("Messages", "This computer has a database with money in it already."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Nothing was changed. An administrator makes it a counter again by the command"
            " cashier counter enrol.",
        ),
    ),
    "setup_ca_file": (
        QT_TRANSLATE_NOOP("Messages", "The CA file {file} cannot be used."),
        QT_TRANSLATE_NOOP(
            "Messages", "It must be there, readable, and hold the CA's certificate (ca.pem)."
        ),
    ),
    "setup_no_answer": (
        QT_TRANSLATE_NOOP("Messages", "No database answers at {host}, port {port}."),
        QT_TRANSLATE_NOOP(
            "Messages", "Look at the address, the port, the network cable and the server."
        ),
    ),
    "setup_turned_away": (
        QT_TRANSLATE_NOOP("Messages", "The server at {host} lets this computer not in."),
        QT_TRANSLATE_NOOP("Messages", "It says: {words}."),
    ),
    "setup_no_tls": (
        QT_TRANSLATE_NOOP("Messages", "The server at {host} offers no TLS."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "A password would cross the network readable, so none was sent. Set up its"
            " certificate first.",
        ),
    ),
    "setup_other_name": (
        QT_TRANSLATE_NOOP("Messages", "The server's certificate is for another name than {host}."),
        QT_TRANSLATE_NOOP(
            "Messages", "Type the name that stands in the certificate. No password was sent."
        ),
    ),
    "setup_other_ca": (
        QT_TRANSLATE_NOOP("Messages", "This CA has not signed the certificate of {host}."),
        QT_TRANSLATE_NOOP("Messages", "Take the ca.pem of this server's CA. No password was sent."),
    ),
    "setup_denied": (
        QT_TRANSLATE_NOOP("Messages", "The server does not take this name with this password."),
        QT_TRANSLATE_NOOP(
            "Messages", "It must be an administrator of Cashier, or of the server itself."
        ),
    ),
    "setup_no_database": (
        QT_TRANSLATE_NOOP("Messages", "The server has no database {database} of Cashier."),
        QT_TRANSLATE_NOOP(
            "Messages", "Go back and correct its name, or make it by cashier db upgrade."
        ),
    ),
    "setup_no_counter": (
        QT_TRANSLATE_NOOP("Messages", "There is no counter {counter} yet."),
        QT_TRANSLATE_NOOP("Messages", "Give it a name and the code of its office to make it."),
    ),
    "setup_no_office": (
        QT_TRANSLATE_NOOP("Messages", "There is no office {office} yet."),
        QT_TRANSLATE_NOOP("Messages", "Give it a name to make it, or correct its code."),
    ),
    "setup_counter_taken": (
        QT_TRANSLATE_NOOP("Messages", "Counter {counter} is another computer already."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Choose another number, or type yes to take it over: the other computer can then"
            " do nothing.",
        ),
    ),
}

FIELD_OF: dict[str, str] = {
    "bad_full_name": "full_name",
    "bad_user_name": "user_name",
    "bad_counter_code": "code",
    "bad_denomination": "notes",
    "exists_already": "code",
    "no_such_office": "office",
    "not_allowed": "user_name",
    "other_account": "user_name",
    "password_has_name": "password",
    "password_too_short": "password",
    "password_too_weak": "password",
    "setup_ca_file": "ca_file",
    "setup_counter_taken": "take_over",
    "setup_denied": "user_name",
    "setup_no_answer": "host",
    "setup_no_counter": "name",
    "setup_no_office": "office_name",
    "setup_no_tls": "host",
    "setup_other_ca": "ca_file",
    "setup_other_name": "host",
    "setup_turned_away": "host",
}
"""Where the caret goes; what is not here concerns the page as a whole."""
