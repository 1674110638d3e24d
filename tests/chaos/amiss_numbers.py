"""What may go wrong with numbers, and with what is issued under them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from tests.chaos import judgements as all_of
from tests.chaos.amiss import Broken, added, both, changed, twice, without
from tests.chaos.evidence import Row
from tests.chaos.whole_office import FILED, HELD, MORNING, digest

SECOND: Row = {"case": HELD, "series": "cong_van", "year": 2026, "agency": "A", "kind": "NUMBERED"}
TO_P2: Row = {"case": FILED, "recipient": "P2", "mailboxes": ["P2"]}
SAME_NUMBER: Row = {"number": 1, "seq": 2, "dated": date(2026, 11, 28), "at": MORNING}
NUMBERS: Final[Sequence[Broken]] = (
    (
        all_of.numbers_are_gapless_unique_and_in_order_of_time,
        "the first number is 2",
        changed("distribution.register_events", 0, number=2),
    ),
    (
        all_of.numbers_are_gapless_unique_and_in_order_of_time,
        "one number for two dispatches",
        twice("distribution.register_events", 0),
    ),
    (
        all_of.numbers_are_gapless_unique_and_in_order_of_time,
        "a later number with an earlier day",
        added(
            "distribution.register_events",
            {**SECOND, "number": 2, "seq": 2, "dated": date(2026, 11, 27), "at": MORNING},
        ),
    ),
    (
        all_of.numbers_are_gapless_unique_and_in_order_of_time,
        "one number for two dispatches, in the register and everywhere",
        both(
            added("distribution.register_events", {**SECOND, **SAME_NUMBER}),
            added("distribution.issues", {**SECOND, **SAME_NUMBER}),
            added("distribution.register_heads", {"agency": "A"}),
        ),
    ),
    (
        all_of.numbers_are_gapless_unique_and_in_order_of_time,
        "a number that was reserved when it was given already",
        added("distribution.register_events", {**SECOND, **SAME_NUMBER, "kind": "RESERVED"}),
    ),
    (
        all_of.the_register_has_what_was_issued_and_nothing_else,
        "an act of issue without its entry",
        twice("distribution.issues"),
    ),
    (
        all_of.the_register_has_what_was_issued_and_nothing_else,
        "a number that stands in the register of the neighbours",
        changed("distribution.issues", agency="B"),
    ),
    (
        all_of.the_register_has_what_was_issued_and_nothing_else,
        "a voided number that nobody had given",
        added("distribution.voids", {**SECOND, "number": 2}),
    ),
    (
        all_of.the_register_has_what_was_issued_and_nothing_else,
        "a series that forgot its last number",
        changed("distribution.series", last_number=0),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "a filed dispatch that is shown as sealed",
        changed("distribution.dispatches", state="SEALED"),
    ),
    (
        all_of.the_register_has_what_was_issued_and_nothing_else,
        "a number that is kept for another purpose",
        added("distribution.reservations", {**SECOND, "number": 1, "id": "r"}),
    ),
    (
        all_of.the_register_has_what_was_issued_and_nothing_else,
        "a number in the register that nobody gave",
        without("distribution.issues"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "a voided number that was sealed all the same",
        added("distribution.voids", {"case": FILED}),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "two sealed files",
        twice("distribution.seals"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "no file copy",
        without("distribution.file_copies"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "an addressee who got nothing",
        without("distribution.deliveries"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "an addressee who got it twice",
        twice("distribution.deliveries"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "somebody got it whom the paper does not name",
        both(
            added("distribution.deliveries", {**TO_P2, "instead_of": None}),
            added("distribution.mailbox_items", {**TO_P2, "mailbox": "P2", "file": digest("e")}),
        ),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "sent on in place of somebody who refused nothing",
        both(
            added("distribution.deliveries", {**TO_P2, "instead_of": "P1"}),
            added("distribution.mailbox_items", {**TO_P2, "mailbox": "P2", "file": digest("e")}),
        ),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "delivered before it was filed",
        both(
            without("distribution.seals"),
            without("distribution.file_copies"),
            without("distribution.issues"),
        ),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "a mailbox that nobody meant",
        changed("distribution.mailbox_items", mailbox="P2"),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "another file in a mailbox",
        changed("distribution.mailbox_items", file=digest("s")),
    ),
    (
        all_of.annexes_are_issued_as_they_were_attached,
        "an annex that was not issued",
        added("drafting.attachments", {"case": FILED, "kind": "annex", "sha256": digest("a")}),
    ),
    (
        all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
        "a filed dispatch that never lay on the desk",
        without("distribution.dispatches"),
    ),
)
