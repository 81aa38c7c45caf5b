"""Rows of the sample: which columns of which table, in an order that foreign keys accept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Row = tuple[object, ...]

_SHAPES = """
utility: utility_id name address tax_no contact receipt_foot currency_code currency_symbol
 currency_decimals digit_grouping cash_step time_zone is_training
settings: setting value
denominations: value is_note is_active
offices: office_id code name address
counters: counter_id code name office_id channel identity token_hash is_active created_at
counter_keys: counter_key_id counter_id public_key fingerprint enrolled_at enrolled_by
users: user_id user_name full_name role is_active must_change_password created_at
rights: user_id activity limit_amount
user_counters: user_id counter_id
tariffs: tariff_id code name tariff_class
tariff_versions: tariff_version_id tariff_id valid_from source_text source_hash
tariff_charges: tariff_charge_id tariff_version_id line_no code label form unit rate rounding kind
tariff_charge_bases: tariff_charge_id base_charge_id
tariff_blocks: tariff_charge_id schedule_no block_no upto price lump
discount_schemes: scheme_id code name form rate first_units
late_payment_rules: tariff_version_id step form rate grace_days cap
routes: route_id code name office_id
customers: customer_id customer_no name kind email cash_only instruction
customer_phones: customer_id phone
connections: connection_id connection_no address ward route_id premises voltage supply
 disconnect_on noticed_on
connection_loads: connection_id valid_from load_kw load_kva amperes
connection_tariffs: connection_id valid_from tariff_id
connection_schemes: connection_id scheme_id valid_from valid_to
accounts: account_id account_no customer_id tariff_class opened_on closed_on credit version
former_account_numbers: account_no account_id
account_connections: account_connection_id account_id connection_id liable_from liable_to
meters: meter_id meter_no multiplier maker
registers: register_id meter_id code unit dials
meter_fittings: fitting_id meter_id connection_id fitted_on removed_on
readings: reading_id register_id read_on value kind status note
bills: bill_id bill_no series running_no account_id connection_id kind title tariff_version_id
 period_from period_to issued_on due_on kwh is_estimated total discount_amount discount_until
 balance status version
bill_lines: bill_id line_no kind label quantity unit unit_price amount
bill_readings: bill_id to_reading_id from_reading_id consumption
bill_late_charges: bill_id step post_on amount
bill_series: series last_no
account_words: word_id account_id bits
words: word_id word sound_key accounts
requests: request_id fingerprint kind state counter_id user_id stored_at
shifts: shift_id counter_id user_id business_date opened_at float_amount state receipts undos
 cash_taken movements counted_at closed_at
journal: entry_id kind counter_id number chain_no request_id shift_id user_id business_date
 taken_at stored_at canonical previous_hash hash
payments: payment_id account_id receipt_no rounding due_after credit_after
reversals: entry_id undone_entry_id kind reason approval_id account_id due_after credit_after
tenders: entry_id line_no shift_id kind tendered change_given
cheques: entry_id line_no bank cheque_no dated_on face_amount
card_slips: entry_id line_no slip_no
payment_allocations: entry_id line_no bill_id amount balance_after
credit_entries: credit_entry_id account_id entry_id line_no bill_id amount balance_after stored_at
bill_adjustments: adjustment_id bill_id kind step amount cause posted_on posted_at entry_id line_no
 reverses_id
office_requests: request_id act fingerprint object_id user_id stored_at
cash_movements: entry_id shift_id kind amount reason
counts: entry_id shift_id kind counted cheques card_slips
denomination_counts: entry_id value pieces
z_reports: entry_id shift_id float_amount cash_taken movements expected counted difference reason
 is_decided receipts first_receipt last_receipt undos undone_amount reprints drawer_openings
 grand_total
decisions: entry_id z_entry_id outcome amount reason
z_tenders: entry_id kind receipts amount
z_signatures: entry_id counter_key_id signature signed_at
print_log: print_event_id entry_id copy_no state stored_at user_id counter_id
counter_chains: counter_id last_chain_no last_hash last_stored_at
series: counter_id kind last_no total
day_postings: business_date posted_at user_id bills amount
"""


def _parse_shapes(text: str) -> dict[str, tuple[str, ...]]:
    lines = text.strip().replace("\n ", " ").splitlines()
    pairs = (line.split(":") for line in lines)
    return {table: tuple(columns.split()) for table, columns in pairs}


COLUMNS = _parse_shapes(_SHAPES)
"""Table name → columns of its rows; tables stand parents first."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of one table, and how much of the whole work is done when they are stored."""

    table: str
    rows: list[Row]
    steps: int = 0


class RowBuffer:
    """Collects rows by table until they are drained, parents first."""

    def __init__(self) -> None:
        self._tables: dict[str, list[Row]] = {table: [] for table in COLUMNS}

    def __getitem__(self, table: str) -> list[Row]:
        return self._tables[table]

    def drain(self, steps: int = 0) -> Iterator[Chunk]:
        """Everything collected, as chunks; `steps` goes with the last one."""
        full = [(table, rows) for table, rows in self._tables.items() if rows]
        for number, (table, rows) in enumerate(full, start=1):
            self._tables[table] = []
            yield Chunk(table, rows, steps if number == len(full) else 0)
