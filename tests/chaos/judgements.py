"""What must be true when all is quiet: each a pure look at the evidence that tells what is not."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from shared.domain.chains import broken_at
from tests.chaos.evidence import Evidence, Row
from tests.chaos.memories import (
    BLOBS_OF,
    EVENTS_OF,
    FACTS_OF,
    GIVES_NUMBER,
    KIND_OF,
    SERVICES,
)

Judgement = Callable[[Evidence], Iterator[str]]

SYSTEM = "system"
"""The account of what comes by itself: a number, where the agency's file says so."""


def answers_are_what_services_may_say(evidence: Evidence) -> Iterator[str]:
    yield from evidence.broken


def every_accepted_act_is_kept_once(evidence: Evidence) -> Iterator[str]:
    """People ask until they are answered, so facts and accepted acts are the same."""
    told = Counter((one.act, one.case) for one in evidence.accepted)
    for act, tables in FACTS_OF.items():
        rows = (row for row in evidence.rows(tables[0]) if row.get("account") != SYSTEM)
        kept = Counter(row["case"] for row in rows if KIND_OF.get(act) in {None, row.get("kind")})
        for case in {case for said, case in told if said == act} | set(kept):
            there, said = kept[case], told[act, case]
            if there < said and len(tables) > 1:
                there += sum(row["case"] == case for row in evidence.rows(tables[1]))
                there = min(there, said)
            if there != said:
                yield f"{case}: {act} was accepted {said} times, kept {there} times"


def every_submission_is_final_or_has_one_holder(evidence: Evidence) -> Iterator[str]:
    ended = final_cases(evidence)
    holders = _holders(evidence, ended)
    for case in sorted({row["case"] for row in evidence.rows("drafting.submissions")}):
        held = holders.get(case, [])
        if case in ended and held:
            yield f"{case}: final, and still held by {', '.join(held)}"
        if case not in ended and len(held) != 1:
            yield f"{case}: open, and held by {', '.join(held) or 'nobody'}"


def numbers_are_gapless_unique_and_in_order_of_time(evidence: Evidence) -> Iterator[str]:
    """Those reserved count from when they were reserved; those taken over, from then on."""
    events = evidence.rows("distribution.register_events")
    given = {}
    for row in sorted(events, key=lambda row: row["seq"], reverse=True):
        if row["kind"] in GIVES_NUMBER:
            given[row["agency"], row["series"], row["year"], row["number"]] = row
    for name, entries in _grouped(given.values(), "agency", "series", "year").items():
        entries.sort(key=lambda row: row["seq"])
        numbers = [row["number"] for row in entries]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"series {name}: its numbers are {numbers}"
        for one, after in pairwise(entries):
            if after["dated"] < one["dated"] or after["at"] < one["at"]:
                yield f"series {name}: {after['number']} is earlier than {one['number']}"
    registered = [_entry(row) for row in events if row["kind"] == "NUMBERED"]
    issued = [_entry(row) for row in evidence.rows("distribution.issues")]
    if sorted(registered) != sorted(issued):
        yield f"register and acts of issue differ in {sorted(set(registered) ^ set(issued))}"


def each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient(
    evidence: Evidence,
) -> Iterator[str]:
    """One entry, one sealed file, one delivery per recipient, the same file in each mailbox."""
    copies = _by_case(evidence.rows("distribution.file_copies"))
    issues = _by_case(evidence.rows("distribution.issues"))
    seals = _by_case(evidence.rows("distribution.seals"))
    voids = _by_case(evidence.rows("distribution.voids"))
    waits = _wait_for_the_order_to_seal(evidence)
    deliveries = _by_case(evidence.rows("distribution.deliveries"))
    mail = _by_case(evidence.rows("distribution.mailbox_items"))
    addressees = {
        row["case"]: row["addressees"] for row in evidence.rows("distribution.dispatches")
    }
    for case in sorted({*issues, *seals, *copies}):
        counts = [len(of.get(case, [])) for of in (issues, seals, copies)]
        counts[0] -= len(voids.get(case, []))
        if counts not in ([1, 1, 1], [0, 0, 0]) and not (counts == [1, 0, 0] and case in waits):
            yield f"{case}: entries, sealed files and file copies are {counts}"
        if counts != [1, 1, 1]:
            continue
        sent = Counter(row["recipient"] for row in deliveries.get(case, []))
        wanted = Counter(dict.fromkeys([*sent, *addressees[case]], 1))
        if sent != wanted:
            yield f"{case}: delivered to {dict(sent)}"
        meant = {code for row in deliveries.get(case, []) for code in row["mailboxes"]}
        if sorted(row["mailbox"] for row in mail.get(case, [])) != sorted(meant):
            yield f"{case}: other mailboxes than {sorted(meant)}"
        files = {row["file"] for row in [*seals[case], *copies[case], *mail.get(case, [])]}
        if len(files) != 1:
            yield f"{case}: {len(files)} different sealed files"


def what_follows_a_decision_exists_exactly_once(evidence: Evidence) -> Iterator[str]:
    """What follows a decision is there exactly once."""
    followers = {name: _per_round(evidence.rows(name)) for name in _FOLLOWERS}
    withdrawn = {
        (row["case"], row["round"])
        for row in evidence.rows("approval.withdrawal_answers")
        if row["reply"] == "withdrawn"
    }
    over = {_turn(row) for row in evidence.rows("approval.turns") if row["over_at"]}
    cancelled = {_turn(row) for row in evidence.rows("approval.cancellations")}
    turns = _grouped(evidence.rows("approval.turns"), "case", "round")
    for row in evidence.rows("approval.decisions"):
        place, verdict = (row["case"], row["round"]), row["verdict"]
        named = f"{row['case']}, round {row['round']}, step {row['step']}: {verdict}"
        if _turn(row) not in over:
            yield f"{named}: its turn is still open"
        if verdict == "approve" and (row["kind"] != "signature" or _turn(row) in cancelled):
            if place not in withdrawn and not any(
                _comes_after(row, one) for one in turns.get(place, ())
            ):
                yield f"{named}: no next step was opened"
            continue
        follows = _follower(row)
        times = sum(followers[name][place] for name in follows)
        if times != 1:
            yield f"{named}: {' or '.join(follows)} is there {times} times"
    for row in evidence.rows("distribution.send_backs"):
        place = (row["case"], row["round"])
        if followers["drafting.reopenings"][place] != 1:
            yield f"{row['case']}, round {row['round']}: sent back, and not reopened once"


def every_signed_dispatch_comes_to_the_records_desk(evidence: Evidence) -> Iterator[str]:
    laid = {row["case"]: row["round"] for row in evidence.rows("distribution.dispatches")}
    for row in evidence.rows("approval.signatures"):
        if laid.get(row["case"], 0) < row["round"]:
            yield f"{row['case']}, round {row['round']}: signed, and not at the records desk"


def every_request_to_withdraw_is_answered_once(evidence: Evidence) -> Iterator[str]:
    answered = Counter(row["withdrawal"] for row in evidence.rows("drafting.withdrawal_answers"))
    for row in evidence.rows("drafting.withdrawals"):
        if answered[row["id"]] != 1:
            yield f"{row['case']}: a request to withdraw has {answered[row['id']]} answers"


def no_fact_is_without_its_event_and_no_event_without_its_fact(evidence: Evidence) -> Iterator[str]:
    """As many events as facts of a kind, in every case."""
    for table, acts in EVENTS_OF.items():
        service = table.partition(".")[0]
        told_elsewhere = KIND_OF["sign"] if table == FACTS_OF["sign"][0] else None
        rows = (row for row in evidence.rows(table) if row.get("kind", "") != told_elsewhere)
        facts = Counter(row["case"] for row in rows)
        told = Counter(
            row["case"] for row in evidence.rows(f"{service}.events") if row["act"] in acts
        )
        for case in sorted(facts.keys() | told.keys()):
            if facts[case] != told[case]:
                yield f"{case}: {facts[case]} rows in {table}, {told[case]} events of them"


def the_chains_of_events_and_register_are_whole(evidence: Evidence) -> Iterator[str]:
    for service in SERVICES:
        for (case,), links in _grouped(evidence.rows(f"{service}.events"), "case").items():
            yield from _broken(f"{service}, {case}", links)
    register = _grouped(evidence.rows("distribution.register_events"), "agency")
    heads = {row["agency"]: row for row in evidence.rows("distribution.register_heads")}
    for (agency,), links in register.items():
        yield from _broken(f"register of {agency}", links)
        last, head = max(links, key=lambda row: row["seq"]), heads.get(agency)
        if head is None or (head["seq"], head["hash"]) != (last["seq"], last["hash"]):
            yield f"register of {agency}: its head names another event than the last"
    for row in evidence.rows("distribution.register_checks"):
        if row["faults"]:
            yield f"the check of {row['agency']} at {row['at']} found {row['faults']}"


def both_signatures_of_every_sealed_file_are_valid(evidence: Evidence) -> Iterator[str]:
    for row in evidence.rows("distribution.seals"):
        problems = evidence.papers.get(row["case"], ["not looked at"])
        if problems:
            yield f"{row['case']}: the sealed file is {', '.join(problems)}"


def every_named_blob_is_kept_and_few_are_named_by_nothing(
    evidence: Evidence,
) -> Iterator[str]:
    """What a row names is kept unchanged; what no row names was left by an interruption."""
    for table, columns in BLOBS_OF.items():
        for row in evidence.rows(table):
            for key in {f"{row['agency']}/{row[column]}" for column in columns}:
                if key not in evidence.blobs:
                    yield f"{row['case']}: {table} names {key}, which is not kept"
    for key, blob in evidence.blobs.items():
        if not blob.whole:
            yield f"the blob {key} was changed"
    left = orphans(evidence)
    if len(left) > evidence.interruptions:
        yield f"after {evidence.interruptions} interruptions no row names {', '.join(left)}"


def every_notice_is_sent(evidence: Evidence) -> Iterator[str]:
    """By every channel by which it is to be sent."""
    sent = {row["sending"] for row in evidence.rows("approval.sent")}
    for row in evidence.rows("approval.sendings"):
        if row["id"] not in sent:
            yield f"{row['case']}: {row['channel']} to {row['address']} is not sent"


def every_fact_is_handed_over_to_the_engine(evidence: Evidence) -> Iterator[str]:
    for table, rows in evidence.tables.items():
        waiting = [row for row in rows if "handed_over_at" in row and not row["handed_over_at"]]
        if waiting:
            yield f"{len(waiting)} rows of {table} are not handed over"


def the_engine_runs_what_is_submitted_and_not_final(evidence: Evidence) -> Iterator[str]:
    submitted = {row["case"] for row in evidence.rows("drafting.submissions")}
    wanted = submitted - final_cases(evidence)
    for case in sorted(wanted - evidence.open_flows):
        yield f"{case}: open, and no flow runs"
    for case in sorted(evidence.open_flows - wanted):
        yield f"{case}: a flow runs, and nothing is open"


JUDGEMENTS: Sequence[Judgement] = (
    answers_are_what_services_may_say,
    every_accepted_act_is_kept_once,
    every_submission_is_final_or_has_one_holder,
    numbers_are_gapless_unique_and_in_order_of_time,
    each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient,
    what_follows_a_decision_exists_exactly_once,
    every_signed_dispatch_comes_to_the_records_desk,
    every_request_to_withdraw_is_answered_once,
    no_fact_is_without_its_event_and_no_event_without_its_fact,
    the_chains_of_events_and_register_are_whole,
    both_signatures_of_every_sealed_file_are_valid,
    every_named_blob_is_kept_and_few_are_named_by_nothing,
    every_notice_is_sent,
    every_fact_is_handed_over_to_the_engine,
    the_engine_runs_what_is_submitted_and_not_final,
)

BY_ITSELF: Sequence[Judgement] = (
    every_submission_is_final_or_has_one_holder,
    what_follows_a_decision_exists_exactly_once,
    every_signed_dispatch_comes_to_the_records_desk,
    every_request_to_withdraw_is_answered_once,
    every_notice_is_sent,
    every_fact_is_handed_over_to_the_engine,
    the_engine_runs_what_is_submitted_and_not_final,
)
"""What becomes true by itself within the time of quiet; all else must be true at every instant."""


def is_quiet(evidence: Evidence) -> bool:
    """Whether nothing is on its way any more."""
    return not any(finding for one in BY_ITSELF for finding in one(evidence))


def judge(evidence: Evidence) -> dict[str, list[str]]:
    """What each judgement finds, by its name in words; empty where it holds."""
    return {one.__name__.replace("_", " "): list(one(evidence)) for one in JUDGEMENTS}


def final_cases(evidence: Evidence) -> set[str]:
    ended = {
        row["case"] for row in evidence.rows("drafting.closings") if row["closing"] != "signed"
    }
    return ended | {row["case"] for row in evidence.rows("distribution.file_copies")}


def orphans(evidence: Evidence) -> list[str]:
    """Blobs that no row names: whoever wrote them came no further."""
    named = evidence.named()
    return [key for key in evidence.blobs if key.partition("/")[2] not in named]


_FOLLOWERS = (
    "approval.signatures",
    "drafting.reopenings",
    "drafting.closings",
)


def _follower(decision: Row) -> tuple[str, ...]:
    match decision["verdict"]:
        case "return":
            return ("drafting.reopenings", "drafting.closings")
        case "reject":
            return ("drafting.closings",)
        case _:
            return ("approval.signatures",)


def _holders(evidence: Evidence, ended: Container[str]) -> Mapping[str, list[str]]:
    """Who has something to do with each case in its latest round; a draft may be withdrawn."""
    rounds: dict[str, int] = {}
    for row in evidence.rows("drafting.submissions"):
        rounds[row["case"]] = max(row["round"], rounds.get(row["case"], 0))
    seated = {row["task"] for row in evidence.rows("approval.desk") if row["over_at"] is None}
    found = defaultdict(list)
    for row in evidence.rows("drafting.reopenings"):
        if rounds[row["case"]] == row["round"] and row["case"] not in ended:
            found[row["case"]].append("its drafter")
    for row in evidence.rows("approval.turns"):
        if row["over_at"] is None and row["id"] in seated:
            found[row["case"]].append(f"who decides on step {row['step']}")
    for row in evidence.rows("distribution.dispatches"):
        if row["state"] in {"TO_ISSUE", "NUMBERED"}:
            found[row["case"]].append("the clerk")
    return found


def _wait_for_the_order_to_seal(evidence: Evidence) -> set[str]:
    """Cases whose number came by itself, and whose clerk has not said that it be sealed."""
    by_itself = {
        row["case"] for row in evidence.rows("distribution.issues") if row.get("account") == SYSTEM
    }
    return by_itself - {row["case"] for row in evidence.rows("distribution.seal_orders")}


def _entry(row: Row) -> tuple[str, int, int, str]:
    return row["series"], row["year"], row["number"], row["case"]


def _turn(row: Row) -> tuple[Hashable, ...]:
    return row["case"], row["round"], row["step"], row["turn"]


def _comes_after(decision: Row, turn: Row) -> bool:
    """A later step, or one that was opened again: who asks others first is asked again himself."""
    return bool(turn["step"] > decision["step"] or turn["turn"] > decision["turn"])


def _by_case(rows: Iterable[Row]) -> dict[str, list[Row]]:
    return {case: found for (case,), found in _grouped(rows, "case").items()}


def _per_round(rows: Iterable[Row]) -> Counter[tuple[str, int]]:
    return Counter((row["case"], row["round"]) for row in rows)


def _grouped(rows: Iterable[Row], *names: str) -> dict[tuple[str, ...], list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def _broken(what: str, links: Sequence[Row]) -> Iterator[str]:
    at = broken_at(sorted(links, key=lambda row: row["seq"]))
    if at is not None:
        yield f"{what}: broken at event {at}"
