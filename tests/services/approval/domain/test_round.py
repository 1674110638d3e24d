"""How a round stands follows from its facts and from nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.approval.domain.facts import (
    Cancellation,
    Marked,
    Prepared,
    Reply,
    Signature,
    WithdrawalAnswer,
    agency_of,
)
from services.approval.domain.round import Round
from services.approval.domain.sentences import OVER, decided, when
from services.approval.domain.waiting import waiting_for
from shared.domain.lifecycle import FINAL, Stage
from shared.domain.route import Verdict
from shared.domain.who_may_sign import SigningBlock
from tests.services.approval.domain.rounds import AT, actor, decision, round_of, standing, turn

TO_SIGN = round_of(decision(1, "an"), decision(2, "binh"), decision(3, "chi"))
CANCELLATION = Cancellation(
    id="c", step=3, turn=1, reason="Xin ý kiến", by=actor("chi"), at=AT + timedelta(hours=4)
)
SIGNATURE = Signature(
    step=3,
    turn=1,
    prepared="b" * 64,
    signed="c" * 64,
    account="chi",
    fingerprint="f" * 64,
    signed_at=AT,
    kept_at=AT,
)
OVERDUE = replace(turn(1), overdue_at=turn(1).due_at)
REMINDED = Marked(step=1, turn=1, kind="reminder", ordinal=1, at=AT + timedelta(hours=5))


def test_a_round_passes_its_stages() -> None:
    assert round_of().stage() is Stage.UNDER_REVIEW
    assert round_of(decision(1, "an")).stage() is Stage.UNDER_REVIEW
    assert TO_SIGN.stage() is Stage.SIGNING
    assert replace(TO_SIGN, signature=SIGNATURE).stage() is Stage.TO_ISSUE


@pytest.mark.parametrize(
    ("verdict", "stage"), [(Verdict.RETURN, Stage.RETURNED), (Verdict.REJECT, Stage.REJECTED)]
)
@pytest.mark.parametrize("step", [1, 2, 3])
def test_any_step_may_end_the_round(verdict: Verdict, stage: Stage, step: int) -> None:
    earlier = [decision(one, f"p{one}") for one in range(1, step)]
    held = round_of(*earlier, decision(step, "last", verdict))
    assert held.stage() is stage
    assert (held.waiting(), held.open_turn(), held.to_open(), held.to_sign()) == (None,) * 4


def answered(reply: Reply) -> WithdrawalAnswer:
    return WithdrawalAnswer(withdrawal="w", reply=reply, decision=None, at=AT)


def test_a_withdrawal_stands_above_the_plan() -> None:
    withdrawn = answered(Reply.WITHDRAWN)
    held = replace(round_of(decision(1, "an")), answers=(withdrawn,))
    assert held.stage() is Stage.WITHDRAWN
    assert (held.waiting(), held.open_turn(), held.to_open(), held.to_sign()) == (None,) * 4


@pytest.mark.parametrize("reply", [Reply.TOO_LATE, Reply.RETURNED_FIRST])
def test_an_answer_that_withdraws_nothing_changes_nothing(reply: Reply) -> None:
    held = replace(TO_SIGN, answers=(answered(reply),))
    assert (held.stage(), held.withdrawal) == (Stage.SIGNING, None)
    assert held.answer("w") == answered(reply)
    assert held.answer("another") is None


def test_a_cancelled_decision_opens_the_next_turn() -> None:
    held = replace(TO_SIGN, cancellations=(CANCELLATION,))
    assert held.stage() is Stage.UNDER_REVIEW
    coming = held.to_open()
    assert coming is not None
    assert (coming.step.step, coming.turn) == (3, 2)
    opened = replace(held, turns=(*held.turns, turn(3, 2)))
    assert opened.to_open() is None
    assert opened.open_turn() == turn(3, 2)


def test_the_turn_that_waits_for_its_signature_is_nobodys_task() -> None:
    assert TO_SIGN.open_turn() is None
    assert TO_SIGN.waiting() == turn(3)
    assert TO_SIGN.to_sign() == decision(3, "chi")


def test_the_latest_prepared_pdf_of_a_turn_is_the_current_one() -> None:
    block = SigningBlock(post="giam-doc", lines=("GIÁM ĐỐC",), ground="ND30 Đ.13.1")

    def made(number: int, of_turn: int) -> Prepared:
        return Prepared(
            step=3,
            turn=of_turn,
            number=number,
            hash=f"{of_turn}{number}" * 32,
            signer=actor("chi"),
            block=block,
            made_at=AT,
        )

    held = replace(TO_SIGN, prepared=(made(1, 1), made(2, 1), made(1, 2)))
    assert held.current_prepared(3, 1) == made(2, 1)
    assert held.current_prepared(3, 2) == made(1, 2)
    assert held.current_prepared(2, 1) is None


def test_late_is_computed_from_the_decision_or_from_now() -> None:
    held = round_of(decision(1, "an"))
    first, second = held.turns
    assert not held.late(first, AT + timedelta(days=9))  # decided in time
    assert not held.late(second, second.due_at)
    assert held.late(second, second.due_at + timedelta(seconds=1))


def test_every_stage_has_its_sentence() -> None:
    assert set(OVER) == {Stage.TO_ISSUE, Stage.RETURNED} | (FINAL - {Stage.FILED})
    rule = "theo Điều 12.1 Nghị định 30/2020/NĐ-CP (Văn phòng soạn thảo, bước 1)"
    asked = "Đang chờ Chánh Văn phòng kiểm tra nội dung từ 09:30 ngày 25/11/2026"
    assert waiting_for(standing(round_of())) == (
        f"{asked}, hạn 17:30 ngày 25/11/2026, {rule}; "
        "nếu chưa có ý kiến, hệ thống nhắc lúc 15:00 ngày 25/11/2026."
    )
    late = replace(round_of(), turns=(OVERDUE,), marks=(REMINDED,))
    assert waiting_for(standing(late, AT + timedelta(hours=9))) == (
        f"{asked}, quá hạn từ 17:30 ngày 25/11/2026, {rule}; "
        "nếu chưa có ý kiến, hệ thống báo Giám đốc lúc 11:30 ngày 26/11/2026."
    )
    assert waiting_for(standing(TO_SIGN)) == (
        "Đang chờ hệ thống ký bằng khóa của chi từ 12:30 ngày 25/11/2026, theo Điều 13 Nghị định "
        "30/2020/NĐ-CP (Văn phòng soạn thảo, bước 3); ký xong thì hồ sơ tự chuyển sang văn thư."
    )
    ended: Round = replace(TO_SIGN, signature=SIGNATURE)
    assert waiting_for(standing(ended)) == OVER[Stage.TO_ISSUE]


def test_who_did_what_and_when_is_one_phrase() -> None:
    assert decided(decision(1, "an", Verdict.RETURN)) == (
        "an (Chức vụ) đã trả lại lúc 10:30 ngày 25/11/2026"
    )
    assert when(AT) == "09:30 ngày 25/11/2026"
    assert agency_of("SVHTTDL-2026-000123") == "SVHTTDL"
