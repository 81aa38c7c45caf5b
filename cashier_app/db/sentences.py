"""What a command says when the database does not answer as hoped: one sentence."""

from __future__ import annotations

import ssl

from cashier_app.db.errors import Kind, classify, error_number, error_text

OTHER_NAME = frozenset({62, 64})
"""OpenSSL's verify codes of a certificate that names another host or address."""

_NO_TLS = "The server offers no TLS: a password would cross the network readable. It was not sent."


_NOT_MADE = frozenset({1049, 1146, 1305})
"""Unknown database, table, procedure: nobody has run the upgrade there yet."""


def is_not_made(error: BaseException) -> bool:
    """True where the database or its objects are not there; no mistake of the program."""
    return error_number(error) in _NOT_MADE


def database_sentence(error: BaseException) -> str:
    """The sentence for a driver's error that is not a bug."""
    if is_not_made(error):
        return (
            f"{error_text(error)}: the database is not made yet, or [database] in cashier.toml"
            " names another. `cashier db upgrade` makes it."
        )
    kind = classify(error)
    if kind is Kind.UNSAFE:
        return _distrust(certificate_error(error))
    if kind in {Kind.UNAVAILABLE, Kind.LOST}:
        return f"The server cannot be reached or takes nobody now: {error_text(error)}"
    return f"The database refused: {error_text(error)}"


def _distrust(found: ssl.SSLCertVerificationError | None) -> str:
    if found is None:
        return _NO_TLS
    if found.verify_code in OTHER_NAME:
        return (
            "The server's certificate is for another name than the host of the settings:"
            f" {found.verify_message} No password was sent."
        )
    return (
        "The server's certificate was not signed by the CA of the settings:"
        f" {found.verify_message}. No password was sent."
    )


def certificate_error(error: BaseException) -> ssl.SSLCertVerificationError | None:
    """PyMySQL keeps it inside its own error, SQLAlchemy keeps that inside another."""
    origin = getattr(error, "orig", None) or error
    found = getattr(origin, "original_exception", None)
    return found if isinstance(found, ssl.SSLCertVerificationError) else None
