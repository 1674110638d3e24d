"""Numbers, and what was issued under them."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from shared.domain.recipients import is_as_above, plain
from tests.chaos.evidence import Evidence, Row
from tests.chaos.judgements.rows import SYSTEM, by_case, grouped, place_of, submitted_texts
from tests.chaos.memories import GIVES_NUMBER

GIVEN: Final = (
    ["NUMBERED"],
    ["RESERVED"],
    ["RESERVED", "NUMBERED"],
    ["IMPORTED"],
    ["LOST_IN_RESTORE"],
)
"""How a number comes into the register: one of these, and nothing more."""


def numbers_are_gapless_unique_and_in_order_of_time(evidence: Evidence) -> Iterator[str]:
    """Those reserved count from when they were reserved; those taken over, from then on."""
    events = sorted(evidence.rows("distribution.register_events"), key=lambda row: row["seq"])
    given = grouped(
        (row for row in events if row["kind"] in GIVES_NUMBER),
        *("agency", "series", "year", "number"),
    )
    for (agency, series, year, number), entries in given.items():
        if (kinds := [row["kind"] for row in entries]) not in GIVEN:
            yield f"{agency}, series {series}, {year}: {number} was given by {', '.join(kinds)}"
    firsts = (entries[0] for entries in given.values())
    for name, entries in grouped(firsts, "agency", "series", "year").items():
        entries.sort(key=lambda row: row["seq"])
        numbers = [row["number"] for row in entries]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"series {name}: its numbers are {numbers}"
        for one, after in pairwise(entries):
            if after["dated"] < one["dated"] or after["at"] < one["at"]:
                yield f"series {name}: {after['number']} is earlier than {one['number']}"


def the_register_has_what_was_issued_and_nothing_else(evidence: Evidence) -> Iterator[str]:
    """One entry for each act of issue; a reserved number goes to whom its reservation names."""
    events = evidence.rows("distribution.register_events")
    entered = Counter(_entry(row) for row in events if row["kind"] == "NUMBERED")
    issued = Counter(_entry(row) for row in evidence.rows("distribution.issues"))
    for entry in sorted((entered - issued) + (issued - entered)):
        yield f"{entry}: {entered[entry]} times in the register, issued {issued[entry]} times"
    for row in evidence.rows("distribution.voids"):
        if not issued[_entry(row)]:
            yield f"{row['case']}: {row['number']} was voided, and never issued"
    yield from _reserved_for_others(evidence)
    yield from _gone_another_way(evidence)


def _gone_another_way(evidence: Evidence) -> Iterator[str]:
    """The next number of a series is the one after its last in the register."""
    events = grouped(evidence.rows("distribution.register_events"), "agency", "series", "year")
    for row in evidence.rows("distribution.series"):
        entered = events.get((row["agency"], row["series"], row["year"]), ())
        last = max((one["number"] for one in entered if one["kind"] in GIVES_NUMBER), default=0)
        if row["last_number"] != last:
            named = f"{row['agency']}, series {row['series']}"
            yield f"{named}: goes on after {row['last_number']}, has {last}"


def _reserved_for_others(evidence: Evidence) -> Iterator[str]:
    used = {
        row["id"]: row["used_for"]
        for row in evidence.rows("distribution.reservation_ends")
        if row["ending"] == "used"
    }
    owners = {
        _number(row): used.get(row["id"]) for row in evidence.rows("distribution.reservations")
    }
    for row in evidence.rows("distribution.issues"):
        if owners.get(_number(row), row["case"]) != row["case"]:
            yield f"{row['case']}: its number was reserved, and not used for it"
    for one in evidence.accepted:
        wanted = one.sent.get("reserved") if one.act == "issue" else None
        if wanted and used.get(wanted) != one.case:
            yield f"{one.case}: was to have the number {wanted}, which was not used for it"


def each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient(
    evidence: Evidence,
) -> Iterator[str]:
    """One entry, one sealed file, one delivery per recipient, the same file in each mailbox."""
    copies = by_case(evidence.rows("distribution.file_copies"))
    issues = by_case(evidence.rows("distribution.issues"))
    seals = by_case(evidence.rows("distribution.seals"))
    voids = by_case(evidence.rows("distribution.voids"))
    waits = _wait_for_the_order_to_seal(evidence)
    mail = by_case(evidence.rows("distribution.mailbox_items"))
    desks = {row["case"]: row for row in evidence.rows("distribution.dispatches")}
    texts = submitted_texts(evidence)
    deliveries = by_case(evidence.rows("distribution.deliveries"))
    answers = by_case(evidence.rows("distribution.acknowledgements"))
    for case in sorted({*issues, *seals, *copies, *deliveries, *mail}):
        counts = [len(of.get(case, [])) for of in (issues, seals, copies)]
        counts[0] -= len(voids.get(case, []))
        if counts not in ([1, 1, 1], [0, 0, 0]) and not (counts == [1, 0, 0] and case in waits):
            yield f"{case}: entries, sealed files and file copies are {counts}"
        sent, items = deliveries.get(case, []), mail.get(case, [])
        if counts != [1, 1, 1]:
            if sent or items:
                yield f"{case}: delivered, and not filed"
            continue
        if desk := desks.get(case):
            if desk["state"] != "FILED":
                yield f"{case}: filed, and shown as {desk['state']}"
            named = _named_by(texts.get(place_of(desk), {}))
            yield from _wrong_recipients(case, named, sent, _refused(answers.get(case, ())))
        else:
            yield f"{case}: filed, and never on the desk"
        meant = {code for row in sent for code in row["mailboxes"]}
        if sorted(row["mailbox"] for row in items) != sorted(meant):
            yield f"{case}: other mailboxes than {sorted(meant)}"
        files = {row["file"] for row in [*seals[case], *copies[case], *items]}
        if len(files) != 1:
            yield f"{case}: {len(files)} different sealed files"


def annexes_are_issued_as_they_were_attached(evidence: Evidence) -> Iterator[str]:
    """A draft is locked from its submission on: what it has then is issued, and nothing else."""
    attached = by_case(
        row for row in evidence.rows("drafting.attachments") if row["kind"] == "annex"
    )
    issued = by_case(evidence.rows("distribution.annexes"))
    for row in evidence.rows("distribution.seals"):
        case = row["case"]
        meant = sorted(one["sha256"] for one in attached.get(case, ()))
        if sorted(one["submitted"] for one in issued.get(case, ())) != meant:
            yield f"{case}: {len(meant)} annexes attached, {len(issued.get(case, ()))} issued"


def _named_by(text: Row) -> Sequence[str]:
    """Everybody to whom the submitted paper goes."""
    return [
        name
        for line in text.get("recipients", ())
        for name in (text["addressees"] if is_as_above(line) else [line])
    ]


def _wrong_recipients(
    case: str, named: Sequence[str], deliveries: Sequence[Row], refused: Container[str]
) -> Iterator[str]:
    """Whoever the paper names, once; somebody else only in place of one who refused it."""
    sent = Counter(plain(row["recipient"]) for row in deliveries if not row["instead_of"])
    if sent != Counter({plain(name) for name in named}):
        yield f"{case}: meant for {named}, delivered to {dict(sent)}"
    for row in deliveries:
        if row["instead_of"] and row["instead_of"] not in refused:
            yield f"{case}: sent to {row['recipient']} in place of who refused nothing"


def _refused(answers: Iterable[Row]) -> Container[str]:
    """The mailboxes that sent it back."""
    return {row["mailbox"] for row in answers if row["receipt"] == "refused"}


def _wait_for_the_order_to_seal(evidence: Evidence) -> Container[str]:
    """Cases whose number came by itself, and whose clerk has not said that it be sealed."""
    by_itself = {
        row["case"] for row in evidence.rows("distribution.issues") if row.get("account") == SYSTEM
    }
    return by_itself - {row["case"] for row in evidence.rows("distribution.seal_orders")}


def _number(row: Row) -> tuple[str, str, int, int]:
    return row["agency"], row["series"], row["year"], row["number"]


def _entry(row: Row) -> tuple[str, str, int, int, str]:
    return *_number(row), row["case"]
