"""What the chained events say, against the rows beside them: changed, lost and invented rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from services.distribution.domain.published import ANNEXES, files_of
from services.distribution.domain.register import Recorded, RegisterEvent
from shared.domain.amendments import Way
from shared.domain.lifecycle import Stage

Row = Mapping[str, Any]
Key = tuple[Any, ...]
Rows = Mapping[str, Sequence[Row]]
"""Rows by the table's name."""

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "dispatches": (),
    "issues": ("series", "year", "number"),
    "voids": ("series", "year", "number"),
    "seal_orders": ("number",),
    "send_backs": ("round",),
    "seals": ("round",),
    "mailbox_items": ("mailbox",),
    "acknowledgements": ("mailbox",),
    "file_copies": (),
    "annexes": ("file",),
    "recalls": (),
    "recall_replies": ("mailbox",),
    "recall_closings": (),
    "renewals": ("file",),
    "renewed_annexes": ("file",),
    "amendments": (),
}
"""The tables that speak of a case, and what names a row among the case's."""
DELIVERIES: Final = "deliveries"
"""They name recipients, whom no event names; only their mailboxes are compared."""
_IN_THE_LEDGER: Final = {
    Recorded.NUMBERED: "issued",
    Recorded.VOIDED: "number_voided",
    Recorded.SEALED: "sealed",
    Recorded.SENT: "delivered",
    Recorded.FILED: "filed",
    Recorded.ACKNOWLEDGED: "acknowledged",
}
"""Two memories of one act: what the register records, the case's events record too."""
_STAGES: Final = {
    Recorded.NUMBERED: Stage.NUMBERED,
    Recorded.SEALED: Stage.SEALED,
    Recorded.SENT: Stage.DISTRIBUTING,
    Recorded.FILED: Stage.FILED,
}
_OF_RECALL: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "recalled": ("recalls", ("ordered_by", "paper", "reason")),
    "recall_answered": ("recall_replies", ("answer", "reason")),
    "recall_closed": ("recall_closings", ("reason",)),
}
"""Tables of a recall by its acts, and the columns that the register repeats."""
_COPIED: Final = {
    "doc_type": "doc_type",
    "subject": "subject",
    "signer": "signer_name",
    "signer_lines": "signer_lines",
    "signer_account": "signer",
    "signer_post": "signer_post",
    "recipients": "recipients",
    "file_copy": "file_copy",
    "certificate": "certificate",
    "version": "version",
    "prepared": "prepared",
}
"""Details of NUMBERED, and the desk's columns that they were copied from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A row that must be there, as far as the events know its columns."""

    table: str
    key: Key
    columns: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """All that distribution has of one case."""

    case: str
    chained: Sequence[RegisterEvent]
    """The register's events, in the chain's order."""
    ledger: Sequence[Row]
    """The case's own events, in order."""
    rows: Rows = field(default_factory=dict)

    @property
    def desk(self) -> Row | None:
        return next(iter(self.rows.get("dispatches", ())), None)


def faults_of(facts: CaseFacts) -> Iterator[str]:
    """Every row that contradicts the events, in Vietnamese sentences; they quote no text."""
    wanted = {(one.table, one.key): one.columns for one in _said(facts)}
    found = {
        (table, tuple(row[name] for name in KEYS[table])): row
        for table, rows in facts.rows.items()
        if table in KEYS
        for row in rows
    }
    for place, columns in wanted.items():
        row = found.get(place)
        if row is None:
            yield f"{_place(facts, *place)}: mất dòng mà sổ đã ghi."
        elif wrong := sorted(name for name, value in columns.items() if row[name] != value):
            yield f"{_place(facts, *place)}: bị sửa cột {', '.join(wrong)}."
    for place in found.keys() - wanted.keys():
        yield f"{_place(facts, *place)}: dòng thừa, sổ không ghi."
    yield from _deliveries(facts, {key[0] for table, key in wanted if table == "mailbox_items"})
    yield from _instants(facts)
    yield from _memories(facts)


def files_named(facts: CaseFacts) -> frozenset[str]:
    """SHA-256 of every file that the case's rows and events name."""
    named = {file for event in facts.chained for file in files_of(event)}
    if facts.desk:
        named |= {facts.desk[name] for name in ("version", "prepared", "signed")}
    return frozenset(named)


def _said(facts: CaseFacts) -> Iterator[Said]:
    for event in facts.chained:
        yield from _of_register(event)
    for entry in facts.ledger:
        yield from _of_ledger(entry)
    if facts.desk or facts.chained:
        yield Said(table="dispatches", key=(), columns=_desk(facts))


def _of_register(event: RegisterEvent) -> Iterator[Said]:
    details, by = event.details, _by(event)
    match event.kind:
        case Recorded.NUMBERED:
            yield Said(table="issues", key=_entry(event), columns=by | _given(event))
        case Recorded.VOIDED:
            columns = by | {"round": event.round, "reason": details.get("reason")}
            yield Said(table="voids", key=_entry(event), columns=columns)
        case Recorded.SEALED:
            yield from _of_seal(event)
        case Recorded.ACKNOWLEDGED:
            columns = by | {"file": event.file, "receipt": details.get("receipt")}
            columns |= {"reason": details.get("reason", "")}
            yield Said(table="acknowledgements", key=(details.get("mailbox"),), columns=columns)
        case Recorded.FILED:
            columns = {"file": event.file, "organisation": event.organisation}
            columns |= {"units": list(details.get("units", ()))}
            yield Said(table="file_copies", key=(), columns=columns)
        case _:
            yield from _of_sending(event)
            yield from _of_recall(event)


def _by(event: RegisterEvent) -> dict[str, Any]:
    return {"account": event.account, "organisation": event.organisation}


def _entry(event: RegisterEvent) -> Key:
    return event.series, event.year, event.number


def _given(event: RegisterEvent) -> dict[str, Any]:
    return {"round": event.round, "dated": event.dated, "signed": event.file}


def _of_seal(event: RegisterEvent) -> Iterator[Said]:
    columns = {"file": event.file, "organisation": event.organisation}
    columns |= {"certificate": event.details.get("certificate")}
    yield Said(table="seals", key=(event.round,), columns=columns)
    for annex in event.details.get(ANNEXES, ()):
        known = {"level": annex["level"]} if "level" in annex else {}
        yield Said(table="annexes", key=(annex["file"],), columns={"round": event.round} | known)


def _of_sending(event: RegisterEvent) -> Iterator[Said]:
    """A mailbox that was reached, at first or in the place of another."""
    mailboxes = list(event.details.get("mailboxes", ()))
    if "instead_of" in event.details:
        mailboxes.append(event.details["mailbox"])
    for mailbox in mailboxes:
        columns = {"round": event.round, "file": event.file}
        yield Said(table="mailbox_items", key=(mailbox,), columns=columns)


def _of_recall(event: RegisterEvent) -> Iterator[Said]:
    act = str(event.details.get("act"))
    if act in _OF_RECALL:
        table, names = _OF_RECALL[act]
        said = {name: event.details.get(name, "") for name in names}
        key = tuple(event.details[name] for name in KEYS[table])
        yield Said(table=table, key=key, columns=_by(event) | said)


def _of_ledger(entry: Row) -> Iterator[Said]:
    """Acts of which the register says nothing, or less."""
    details, act = entry["details"], entry["act"]
    by = {"account": entry["account"], "organisation": entry["organisation"]}
    signed = {"signed": entry["object"]}
    match act:
        case "sent_back":
            columns = by | signed | {"reason": details.get("reason")}
            yield Said(table="send_backs", key=(details["round"],), columns=columns)
        case "seal_ordered":
            number = int(str(details["number"]).partition("/")[0])
            yield Said(table="seal_orders", key=(number,), columns=by | signed)
        case "renewed":
            columns = {name: details.get(name) for name in ("before", "certificate")}
            yield Said(table="renewals", key=(entry["object"],), columns=columns)
            for annex in details.get(ANNEXES, ()):
                columns = {name: annex[name] for name in ("place", "before")}
                yield Said(table="renewed_annexes", key=(annex["file"],), columns=columns)
        case Way.CORRECTS | Way.REPLACES:
            columns = {"way": act, "target": details.get("case")}
            yield Said(table="amendments", key=(), columns=columns)
        case _:
            pass


def _desk(facts: CaseFacts) -> Row:
    """The desk's row as the events have it: of its number nothing, once that was voided."""
    given = _last_number(facts.chained)
    if given is None:
        return {"series": None, "year": None, "number": None, "dated": None}
    moves = [_STAGES[Recorded(one.kind)] for one in facts.chained if one.kind in _STAGES]
    names = ("round", "series", "year", "number", "symbol", "dated")
    columns = {name: getattr(given, name) for name in names}
    columns |= {"signed": given.file, "issued_by": given.account, "state": moves[-1]}
    return columns | {
        column: given.details[name] for name, column in _COPIED.items() if name in given.details
    }


def _last_number(events: Iterable[RegisterEvent]) -> RegisterEvent | None:
    given: RegisterEvent | None = None
    for event in events:
        if event.kind == Recorded.NUMBERED:
            given = event
        elif event.kind == Recorded.VOIDED:
            given = None
    return given


def _deliveries(facts: CaseFacts, reached: set[str]) -> Iterator[str]:
    named = {code for row in facts.rows.get(DELIVERIES, ()) for code in row["mailboxes"]}
    if named != reached:
        wrong = ", ".join(sorted(named ^ reached))
        yield f"Bảng {DELIVERIES}, hồ sơ {facts.case}: không đúng hộp thư mà sổ đã ghi ({wrong})."


def _instants(facts: CaseFacts) -> Iterator[str]:
    """What two rows say of one instant."""
    if facts.desk is None:
        return
    number = tuple(facts.desk[name] for name in KEYS["issues"])
    issued = [row["at"] for row in facts.rows.get("issues", ()) if _key(row, "issues") == number]
    sealed = [row["at"] for row in facts.rows.get("seals", ())]
    pairs: list[tuple[str, str, datetime | None, list[datetime]]] = [
        ("issued_at", "issues", facts.desk["issued_at"], issued),
        ("sealed_at", "seals", facts.desk["sealed_at"], sealed),
    ]
    for column, table, here, there in pairs:
        if there and here != there[-1]:
            yield (
                f"Bảng dispatches và bảng {table}, hồ sơ {facts.case}: cột {column} và cột at "
                "không còn khớp nhau."
            )


def _key(row: Row, table: str) -> Key:
    return tuple(row[name] for name in KEYS[table])


def _memories(facts: CaseFacts) -> Iterator[str]:
    """The register's events and the case's own, act by act."""
    kept = Counter(entry["act"] for entry in facts.ledger)
    for kind, act in _IN_THE_LEDGER.items():
        times = sum(event.kind == kind for event in facts.chained)
        if times != kept[act]:
            yield (
                f"Bảng events, hồ sơ {facts.case}: có {kept[act]} sự kiện “{act}”, "
                f"sổ ghi {times} lần {kind}."
            )


def _place(facts: CaseFacts, table: str, key: Key) -> str:
    named = f" ({', '.join(map(str, key))})" if key else ""
    return f"Bảng {table}, hồ sơ {facts.case}{named}"
