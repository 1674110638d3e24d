"""What looks amiss and is not: the office may do so, and no judgement minds."""

from shared.contracts import certificates, reservations
from tests.chaos import judgements as all_of
from tests.chaos.amiss import added, both, changed, running, second_was_told, without
from tests.chaos.whole_office import FILED, HELD, MORNING, digest, whole


def test_a_reserved_number_has_its_place_from_when_it_was_reserved() -> None:
    evidence = whole()
    numbered = evidence.rows("distribution.register_events")[0]
    reserved = {**numbered, "kind": "RESERVED", "seq": 0, "number": 1, "case": ""}
    later = {**numbered, "kind": "RESERVED", "number": 3, "seq": 2, "case": ""}
    judged = all_of.numbers_are_gapless_unique_and_in_order_of_time
    before = added("distribution.register_events", reserved)(evidence)
    assert not list(judged(before))
    assert list(judged(added("distribution.register_events", later)(evidence)))


def test_a_number_that_came_by_itself_waits_for_its_seal_until_a_clerk_orders_it() -> None:
    tables = ("seals", "file_copies", "deliveries", "mailbox_items")
    unsealed = both(*(without(f"distribution.{table}") for table in tables))(whole())
    by_itself = changed("distribution.issues", account=all_of.SYSTEM)(unsealed)
    judged = all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient
    assert not list(judged(by_itself))
    assert list(judged(added("distribution.seal_orders", {"case": FILED})(by_itself)))


def test_who_asked_others_before_he_decides_is_asked_again_himself() -> None:
    heard = {"case": HELD, "round": 1, "step": 4, "turn": 1}
    opinion = {**heard, "verdict": "approve", "kind": "consultation"}
    turn = {**heard, "id": "other", "over_at": MORNING}
    again = {"case": HELD, "round": 1, "step": 1, "turn": 2, "id": "again", "over_at": None}
    asked = added("approval.decisions", opinion)(added("approval.turns", turn)(whole()))
    judged = all_of.what_follows_a_decision_exists_exactly_once
    assert list(judged(asked))
    assert not list(judged(added("approval.turns", again)(asked)))


def test_a_decision_to_sign_that_was_taken_back_is_followed_by_another_turn() -> None:
    turn = {"case": FILED, "round": 2, "step": 2, "turn": 0}
    decided = {**turn, "verdict": "approve", "kind": "signature", "handed_over_at": MORNING}
    evidence = added("approval.turns", {**turn, "id": "before", "over_at": MORNING})(whole())
    evidence = added("approval.decisions", decided)(evidence)
    evidence = without("approval.signatures")(evidence)
    judged = all_of.what_follows_a_decision_exists_exactly_once
    open_ = list(judged(evidence))
    assert list(judged(added("approval.cancellations", turn)(evidence))) == open_[:1]
    kept = added("approval.signatures", {"case": FILED, "round": 2})(evidence)
    assert not list(judged(added("approval.cancellations", turn)(kept)))


def test_what_was_taken_over_from_an_older_register_has_its_number_among_the_others() -> None:
    evidence = whole()
    numbered = evidence.rows("distribution.register_events")[0]
    entered = {**numbered, "kind": "IMPORTED", "number": 2, "seq": 2, "case": ""}
    judged = all_of.numbers_are_gapless_unique_and_in_order_of_time
    assert not list(judged(added("distribution.register_events", entered)(evidence)))
    gap = {**entered, "number": 3}
    assert list(judged(added("distribution.register_events", gap)(evidence)))


def test_what_somebody_refused_goes_to_another_instead() -> None:
    refused = {"case": FILED, "mailbox": "P1", "receipt": "refused"}
    again = {"case": FILED, "recipient": "P2", "mailboxes": ["P2"], "instead_of": "P1"}
    lying = {"case": FILED, "mailbox": "P2", "file": digest("e")}
    sent = both(
        added("distribution.deliveries", again), added("distribution.mailbox_items", lying)
    )(whole())
    judged = all_of.each_number_has_one_entry_one_sealed_file_and_one_delivery_per_recipient
    assert list(judged(sent))
    assert not list(judged(added("distribution.acknowledgements", refused)(sent)))


def test_a_reserved_number_is_used_for_whom_its_reservation_names() -> None:
    kept = {"agency": "A", "series": "cong_van", "year": 2026, "number": 1, "id": "r"}
    used = {"id": "r", "ending": "used", "used_for": FILED}
    judged = all_of.the_register_has_what_was_issued_and_nothing_else
    reserved = added("distribution.reservations", kept)(whole())
    assert not list(judged(added("distribution.reservation_ends", used)(reserved)))
    other = {**used, "used_for": HELD}
    assert list(judged(added("distribution.reservation_ends", other)(reserved)))


def test_a_reservation_may_end_with_the_books_without_anybody_who_cancels_it() -> None:
    ended = {"id": "r", "ending": "cancelled", "used_for": None}
    judged = all_of.every_accepted_act_is_kept_once
    assert not list(judged(added("distribution.reservation_ends", ended)(whole())))


def test_a_step_that_was_taken_back_or_set_aside_may_be_opened_again() -> None:
    held = {"round": 1, "step": 1}
    again = {"case": HELD, "seq": 9, "act": "open_turn", "details": held | {"turn": 2}}
    judged = all_of.each_turn_is_opened_once_the_one_before_has_ended
    opened = added("approval.events", again)
    assert list(judged(opened(whole())))
    for act in ("consult", "replan", "bypass", "cancel_signing"):
        ended = {"case": HELD, "seq": 8, "act": act, "details": held | {"turn": 1}}
        assert not list(judged(opened(added("approval.events", ended)(whole()))))


def test_a_second_act_is_told_by_the_event_of_its_signature() -> None:
    signed = {"case": FILED, "kind": "sign"}
    evidence = added("approval.changes", signed)(whole())
    judged = all_of.no_fact_is_without_its_event_and_no_event_without_its_fact
    assert not list(judged(evidence))
    assert list(judged(added("approval.changes", {**signed, "kind": "claim"})(evidence)))


def test_neighbours_have_a_register_of_their_own() -> None:
    entry = whole().rows("distribution.register_events")[0]
    theirs = {**entry, "agency": "B", "case": "B-2026-000001"}
    judged = all_of.numbers_are_gapless_unique_and_in_order_of_time
    assert not list(judged(added("distribution.register_events", theirs)(whole())))
    ours = {**theirs, "agency": "A"}
    assert list(judged(added("distribution.register_events", ours)(whole())))


def test_what_is_over_may_sleep_on_to_the_instant_that_it_waits_for() -> None:
    over = both(
        added("distribution.reservations", {"id": "r"}),
        added("distribution.reservation_ends", {"id": "r"}),
        added("approval.certificates", {"id": "c"}),
        added("approval.revocations", {"certificate": "c"}),
        running(reservations.FLOW, "reservation/r"),
        running(certificates.FLOW, "certificate/c"),
    )(whole())
    assert not list(all_of.the_engine_runs_every_number_that_is_kept(over))
    assert not list(all_of.the_engine_runs_every_certificate_and_nothing_that_was_sent(over))


def test_who_decided_second_is_told_of_a_decision_that_is_kept() -> None:
    judged = all_of.who_decides_second_is_told_who_did_what_and_when
    assert not list(judged(second_was_told("x", "approve")(whole())))
