"""The evidence of an office where nothing went wrong, as small as it can be."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from shared.contracts.dispatch_flow import FLOW
from shared.domain.chains import link_hash
from tests.chaos.desk import Accepted
from tests.chaos.evidence import Blob, Evidence, Row
from tests.chaos.memories import EVENTS_OF, holds

MORNING = datetime(2026, 11, 28, 2, tzinfo=UTC)
FILED, HELD = "A-2026-000001", "A-2026-000002"
Rows = list[Row]
TURN = ("round", "step", "turn")
SIGNING: Row = {"case": FILED, "round": 2, "step": 2, "turn": 1}
TEXT: Row = {
    "subject": "s",
    "addressees": ["P1"],
    "recipients": ["Như trên"],
    "file_copy": "VT",
}


def whole() -> Evidence:
    """One dispatch filed after a round that was returned, one that waits for its first decision."""
    facts = {**_drafting(), **_approval(), **_distribution()}
    rounds = ((FILED, 1), (FILED, 2), (HELD, 1))
    return Evidence(
        accepted=_accepted(facts["approval.decisions"]),
        tables=facts | _events(facts),
        blobs={f"A/{digest(name)}": Blob(whole=True) for name in "uvwpse"},
        versions={_version(*place): _frozen(*place) for place in rounds},
        papers={FILED: ()},
        open_flows={FLOW: {HELD}},
    )


def _accepted(decisions: Rows) -> list[Accepted]:
    cases = [("draft", FILED), ("draft", HELD), *[("submit", FILED)] * 2, ("submit", HELD)]
    given = {"series": "cong_van", "year": 2026, "number": "1", "date": "2026-11-28"}
    return [
        *(Accepted(act=act, case=case, account="x", answer={}) for act, case in cases),
        *(
            Accepted(act="decide", case=FILED, account="x", answer={}, sent={**one})
            for one in decisions
        ),
        Accepted(act="issue", case=FILED, account="x", answer=given),
    ]


def _version(case: str, round_: int) -> str:
    return digest({(FILED, 1): "u", (FILED, 2): "v", (HELD, 1): "w"}[case, round_])


def _frozen(case: str, round_: int) -> Row:
    return {"agency": "A", "case": case, "round": round_, "signer": "x", "text": TEXT}


def _drafting() -> dict[str, Rows]:
    handed = {"agency": "A", "handed_over_at": MORNING, "account": "x", "signer": "x"}
    places = ((FILED, 1), (FILED, 2), (HELD, 1))
    return {
        "drafting.drafts": [{"case": case, "drafter": "x"} for case in (FILED, HELD)],
        "drafting.submissions": [
            {"case": case, "round": round_, "version": _version(case, round_), **handed}
            for case, round_ in places
        ],
        "drafting.reopenings": [{"case": FILED, "round": 1}],
        "drafting.closings": [{"case": FILED, "round": 2, "closing": "signed"}],
        "drafting.withdrawals": [],
        "drafting.withdrawal_answers": [],
    }


def _approval() -> dict[str, Rows]:
    return {
        "approval.turns": [
            _turn(FILED, 1, 1, over=True),
            _turn(FILED, 2, 1, over=True),
            _turn(FILED, 2, 2, over=True),
            _turn(HELD, 1, 1, over=False),
        ],
        "approval.desk": [{"task": f"{HELD} 1 1", "over_at": None}],
        "approval.decisions": [
            _decision(1, 1, "return", "content_check"),
            _decision(2, 1, "approve", "content_check"),
            _decision(2, 2, "approve", "signature"),
        ],
        "approval.prepared": [
            {**SIGNING, "agency": "A", "hash": digest("p"), "account": "x"},
        ],
        "approval.signatures": [
            {
                **SIGNING,
                "agency": "A",
                "prepared": digest("p"),
                "signed": digest("s"),
                "account": "x",
                "fingerprint": digest("c"),
            }
        ],
        "approval.withdrawal_answers": [],
    }


def _distribution() -> dict[str, Rows]:
    entry = {"case": FILED, "round": 2, "agency": "A", "account": "x"}
    number: dict[str, Any] = {"series": "cong_van", "year": 2026, "number": 1}
    number |= {"dated": date(2026, 11, 28)}
    entry |= number
    register = _register(entry)
    sealed = {"agency": "A", "case": FILED, "round": 2, "file": digest("e")}
    signed = {"prepared": digest("p"), "signed": digest("s")}
    return {
        "distribution.dispatches": [
            {
                "case": FILED,
                "round": 2,
                "state": "FILED",
                "version": _version(FILED, 2),
                "certificate": digest("c"),
                "signer": "x",
                **TEXT,
                **signed,
                **number,
            }
        ],
        "distribution.issues": [entry | {"handed_over_at": MORNING, "signed": digest("s")}],
        "distribution.send_backs": [],
        "distribution.register_events": register,
        "distribution.register_heads": [{"agency": "A", "seq": 2, "hash": register[-1]["hash"]}],
        "distribution.series": [
            {"agency": "A", "series": "cong_van", "year": 2026, "last_number": 1}
        ],
        "distribution.seals": [sealed],
        "distribution.file_copies": [sealed],
        "distribution.deliveries": [
            {"case": FILED, "recipient": "P1", "mailboxes": ["P1"], "instead_of": None}
        ],
        "distribution.mailbox_items": [{**sealed, "mailbox": "P1"}],
    }


def _register(entry: Row) -> Rows:
    """That the number was given, and that the seal was put on it."""
    events: Rows = []
    for seq, (kind, file) in enumerate((("NUMBERED", "s"), ("SEALED", "e")), start=1):
        event = {**entry, "kind": kind, "seq": seq, "at": MORNING, "file": digest(file)}
        event["previous"] = events[-1]["hash"] if events else None
        events.append(event | {"hash": link_hash(event)})
    return events


def _events(facts: Mapping[str, Rows]) -> dict[str, Rows]:
    """A chain per service and case, with one event for each fact, in the order of turns."""
    made: dict[str, Rows] = {}
    told = [(one, row) for one in EVENTS_OF for row in facts.get(one.table, ())]
    told = [(one, row) for one, row in told if holds(row, one.where, one.but)]
    for one, row in sorted(told, key=lambda told: _place(told[1])):
        service = one.table.partition(".")[0]
        act = _VERDICTS[row["verdict"], row["kind"]] if "verdict" in row else one.acts[0]
        _append(made.setdefault(f"{service}.events", []), one.of(row), act, row)
    return made


_VERDICTS = {
    ("return", "content_check"): "return",
    ("approve", "content_check"): "approve",
    ("approve", "signature"): "decide_to_sign",
}


def _place(row: Row) -> list[int]:
    return [row.get(name, 0) for name in TURN]


def _append(events: Rows, case: str, act: str, fact: Row) -> None:
    before = [row for row in events if row["case"] == case]
    link: dict[str, Any] = {
        "case": case,
        "act": act,
        "seq": len(before) + 1,
        "details": {name: fact[name] for name in TURN if name in fact},
        "previous": before[-1]["hash"] if before else None,
    }
    events.append(link | {"hash": link_hash(link)})


def _turn(case: str, round_: int, step: int, *, over: bool) -> Row:
    over_at = MORNING if over else None
    key = {"case": case, "round": round_, "step": step, "turn": 1}
    return key | {"id": f"{case} {round_} {step}", "over_at": over_at}


def _decision(round_: int, step: int, verdict: str, kind: str) -> Row:
    key = {"case": FILED, "round": round_, "step": step, "turn": 1, "account": "x"}
    key |= {"version": _version(FILED, round_), "verdict": verdict, "kind": kind}
    signs = {"prepared": digest("p"), "certificate": digest("c")}
    decided = signs if kind == "signature" else dict.fromkeys(signs)
    return key | decided | {"at": MORNING, "handed_over_at": MORNING}


def digest(name: str) -> str:
    return name.encode().hex() * 32
