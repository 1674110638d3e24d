"""What people were told is kept, and what is kept is remembered."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from shared.domain.chains import broken_at
from tests.chaos.evidence import Evidence, Row
from tests.chaos.judgements.rows import SYSTEM, grouped
from tests.chaos.memories import EVENTS_OF, FACTS_OF, SERVICES, WITHOUT_FACT, Kept, Told, holds

OUTDONE: Final = frozenset({"already_decided", "already_said", "seat_taken"})
"""Codes of refusals that name the decision of who was quicker."""


def answers_are_what_services_may_say(evidence: Evidence) -> Iterator[str]:
    yield from evidence.broken


def who_decides_second_is_told_who_did_what_and_when(evidence: Evidence) -> Iterator[str]:
    """With 409; unless what ended the task was something else, it was a decision that is kept."""
    decisions = {
        (row["case"], row["account"], row["at"], row["verdict"])
        for row in evidence.rows("approval.decisions")
    }
    for one in evidence.outdone:
        told = {said["field"]: said["message"] for said in one.answer.get("errors", ())}
        code = one.answer.get("code")
        if one.status != 409 or not told.get("at") or not told.get("account"):
            yield f"{one.case}: who decided second was answered {one.status} {code}, {told}"
        elif code in OUTDONE:
            at = datetime.fromisoformat(told["at"])
            if (one.case, told["account"], at, told.get("verdict")) not in decisions:
                yield f"{one.case}: who decided second was told of {told}, which nobody did"


def every_accepted_act_is_kept_once(evidence: Evidence) -> Iterator[str]:
    """People ask until they are answered, so facts and accepted acts are the same."""
    for act, fact in FACTS_OF.items():
        accepted = (one for one in evidence.accepted if one.act == act)
        said = Counter(name for one in accepted for name in fact.told(one))
        there = _kept(evidence, fact)
        for name in sorted(said if fact.also else said | there, key=str):
            if said[name] != there[name]:
                yield f"{name}: {act} was accepted {said[name]} times, kept {there[name]} times"
    judged = FACTS_OF.keys() | WITHOUT_FACT.keys()
    for act in sorted({one.act for one in evidence.accepted} - judged):
        yield f"nobody knows where {act} is kept"


def _kept(evidence: Evidence, fact: Kept) -> Counter[Hashable]:
    rows = (row for table in fact.tables for row in evidence.rows(table))
    by_people = (row for row in rows if row.get("account") != SYSTEM)
    return Counter(fact.named(row) for row in by_people if holds(row, fact.where))


def no_fact_is_without_its_event_and_no_event_without_its_fact(evidence: Evidence) -> Iterator[str]:
    """As many events as facts of a kind, in every case."""
    events = {service: _acts(evidence.rows(f"{service}.events")) for service in SERVICES}
    for told in EVENTS_OF:
        facts = _facts(evidence.rows(told.table), told)
        acts = events[told.table.partition(".")[0]]
        said: Counter[str] = Counter()
        for act in told.acts:
            said.update(acts.get(act, ()))
        for act in told.undone:
            said.subtract(acts.get(act, ()))
        for case in sorted(facts.keys() | said.keys()):
            if facts[case] != said[case]:
                yield f"{case}: {facts[case]} rows in {told.table}, {said[case]} events of them"


def _acts(events: Iterable[Row]) -> Mapping[Hashable, list[str]]:
    """The cases in whose events each act stands."""
    return {act: [row["case"] for row in rows] for (act,), rows in grouped(events, "act").items()}


def _facts(rows: Iterable[Row], told: Told) -> Counter[str]:
    counted = [row for row in rows if holds(row, told.where, told.but)]
    if told.together is None:
        return Counter(told.of(row) for row in counted)
    same = {(told.of(row), *(row[name] for name in told.together)) for row in counted}
    return Counter(case for case, *_ in same)


def the_chains_of_events_and_register_are_whole(evidence: Evidence) -> Iterator[str]:
    for service in SERVICES:
        for (case,), links in grouped(evidence.rows(f"{service}.events"), "case").items():
            yield from _broken(f"{service}, {case}", links)
    register = grouped(evidence.rows("distribution.register_events"), "agency")
    heads = {row["agency"]: row for row in evidence.rows("distribution.register_heads")}
    for (agency,), links in register.items():
        yield from _broken(f"register of {agency}", links)
        last, head = max(links, key=lambda row: row["seq"]), heads.get(agency)
        if head is None or (head["seq"], head["hash"]) != (last["seq"], last["hash"]):
            yield f"register of {agency}: its head names another event than the last"
    for row in evidence.rows("distribution.register_checks"):
        if row["faults"]:
            yield f"the check of {row['agency']} at {row['at']} found {row['faults']}"


def _broken(what: str, links: Sequence[Row]) -> Iterator[str]:
    at = broken_at(sorted(links, key=lambda row: row["seq"]))
    if at is not None:
        yield f"{what}: broken at event {at}"


def every_version_of_the_agencys_file_that_a_fact_names_is_kept(
    evidence: Evidence,
) -> Iterator[str]:
    """In the service of that fact: it tells who held which post."""
    for table, rows in evidence.tables.items():
        service = table.partition(".")[0]
        versions = evidence.rows(f"{service}.organisation_versions")
        kept = {row["version"] for row in versions}
        named = {row["organisation"] for row in rows if row.get("organisation")}
        for version in sorted(named - kept):
            yield f"{table} names version {version}, which {service} has not"
