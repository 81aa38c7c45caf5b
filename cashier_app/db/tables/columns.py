"""Column kinds that the whole schema uses, so that a money column is one thing everywhere."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, MetaData, SmallInteger
from sqlalchemy.dialects import mysql

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mariadb_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_bin",
}


def key(name: str) -> Column[int]:
    """A surrogate primary key that counts up by itself."""
    return Column(name, BigInteger, primary_key=True, autoincrement=True)


def ref(name: str, target: str, *, null: bool = False, primary: bool = False) -> Column[int]:
    """A foreign key to a BIGINT key; never cascading (cascades bypass triggers)."""
    return Column(
        name,
        BigInteger,
        ForeignKey(target),
        nullable=null,
        primary_key=primary,
        autoincrement=False,
    )


def money(name: str, *, null: bool = False, default: str | None = None) -> Column[Any]:
    """An amount in the currency's main unit, exact to a thousandth."""
    return Column(name, mysql.DECIMAL(18, 3), nullable=null, server_default=default)


def price(name: str, *, null: bool = False) -> Column[Any]:
    """A unit price or quantity: six decimals."""
    return Column(name, mysql.DECIMAL(18, 6), nullable=null)


def code(
    name: str,
    length: int,
    *,
    null: bool = False,
    primary: bool = False,
    default: str | None = None,
) -> Column[str]:
    """Numbers-as-text and words of ours: ascii, compared byte by byte."""
    kind = mysql.VARCHAR(length, charset="ascii", collation="ascii_bin")
    return Column(name, kind, nullable=null, primary_key=primary, server_default=default)


def text(name: str, length: int, *, null: bool = False, default: str | None = None) -> Column[str]:
    """Text of people, any script."""
    kind = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_bin")
    return Column(name, kind, nullable=null, server_default=default)


def digest(name: str, *, null: bool = False) -> Column[bytes]:
    """A SHA-256."""
    return Column(name, mysql.BINARY(32), nullable=null)


def moment(name: str, *, null: bool = False) -> Column[Any]:
    """A UTC time to the microsecond."""
    return Column(name, mysql.DATETIME(fsp=6), nullable=null)


def flag(name: str, *, default: str = "0") -> Column[bool]:
    """Yes or no."""
    return Column(name, Boolean, nullable=False, server_default=default)


def line_no() -> Column[int]:
    """A row's place below its entry or bill, part of the key."""
    return Column("line_no", mysql.SMALLINT, primary_key=True, autoincrement=False)


def small(name: str, *, null: bool = False, default: str | None = None) -> Column[int]:
    """A small whole number."""
    return Column(name, SmallInteger, nullable=null, server_default=default)
