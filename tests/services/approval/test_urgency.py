"""The signer sets another urgency before deciding: the PDF and the deadline follow it."""

from datetime import timedelta
from io import BytesIO

import pypdfium2

from shared.contracts.approval import Review
from tests.services.approval.conftest import DEPUTY, FORM, HEAD, HEAD_OF_OFFICE, Approval
from tests.services.approval.routes_office import (
    SIGNATURE,
    STRAIGHT,
    act,
    assert_whole,
    decide,
    done,
    mark,
    named,
    office_of,
    open_turn,
    part,
    refused,
    seen,
    set_clock,
    settle,
    submitted,
    taken,
    to_sign,
    told,
)

HOUR = timedelta(hours=1)


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return " ".join(page.get_textpage().get_text_bounded() for page in document)


async def test_the_pdf_is_made_anew_with_the_stamp_and_approvals_stay(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    before = await round_.prepare()
    assert (before.urgency, before.open and before.open.prepared) == (None, True)
    stale = await round_.prepared()
    made = done(await act(round_, DEPUTY, "urgency", urgency="hoa_toc"))
    assert (made["kind"], made["urgency"]) == ("urgency", "hoa_toc")
    answer = await round_.open_step()
    assert (answer.urgency, answer.open and answer.open.prepared) == ("hoa_toc", False)
    outdated = await round_.decide(DEPUTY, "approve", prepared=stale)
    assert "mức độ khẩn" in refused(outdated, 412, "prepared_outdated")
    await round_.prepare()
    refused(await round_.decide(DEPUTY, "approve", prepared=stale), 412, "prepared_stale")
    view = await seen(round_, DEPUTY)
    assert (view["urgency"], view["prepared"]["urgency"]) == ("hoa_toc", "hoa_toc")
    blobs = office.office.process("approval").database.blobs
    old, new = (
        await blobs.get("SVHTTDL", stale),
        await blobs.get("SVHTTDL", view["prepared"]["prepared"]),
    )
    assert "HỎA TỐC" not in words(old)
    assert "HỎA TỐC" in words(new)
    signed = await to_sign(round_)
    assert signed.review is Review.SIGNED
    assert signed.file is not None
    assert (signed.file.urgency, signed.urgency) == ("hoa_toc", "hoa_toc")
    assert [act for act, _ in await taken(round_)] == ["approve", "approve", "urgency", "approve"]
    await assert_whole(round_)


async def test_who_signs_while_another_sets_the_urgency_is_told_who_did_and_when(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    await round_.prepare()
    seen_before = await round_.prepared()
    done(await act(round_, HEAD, "urgency", urgency="hoa_toc"))
    outdated = await round_.decide(DEPUTY, "approve", prepared=seen_before)
    sentence = refused(outdated, 412, "prepared_outdated")
    assert sentence.startswith("Giám đốc Sở (Giám đốc) đã đổi mức độ khẩn lúc ")
    assert (named(outdated)["account"], "at" in named(outdated)) == (HEAD, True)


async def test_the_deadline_is_counted_anew_from_the_opening(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    set_clock(office, 8)
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    turn = await open_turn(round_)
    assert turn["due_at"] - turn["opened_at"] == 4 * HOUR + HOUR
    set_clock(office, 9)
    made = done(await act(round_, DEPUTY, "urgency", urgency="khan"))
    turn = await open_turn(round_)
    assert turn["due_at"] - turn["opened_at"] == 2 * HOUR
    assert made["due_at"].startswith(f"{turn['due_at']:%Y-%m-%dT%H:%M:%S}")
    done(await act(round_, DEPUTY, "urgency", urgency="thuong"))
    turn = await open_turn(round_)
    assert turn["due_at"] - turn["opened_at"] == 4 * HOUR + HOUR
    lines = [row for row in await office.rows("desk", round_.case) if row["over_at"] is None]
    assert {row["due_at"] for row in lines} == {turn["due_at"]}


async def test_what_is_late_by_the_new_urgency_is_marked_at_once(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    set_clock(office, 8)
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    set_clock(office, 11)
    done(await act(round_, DEPUTY, "urgency", urgency="khan"))
    answer = await round_.open_step()
    assert answer.open is not None
    assert (answer.open.overdue, answer.open.next_mark) == (False, "overdue")
    assert answer.open.wake_at is not None
    assert answer.open.wake_at <= office.now()
    await mark(round_)
    assert await told(round_, "overdue") == {DEPUTY: 1}
    assert (await part(round_))["open"]["overdue"]


async def test_steps_that_open_later_have_the_hours_of_the_new_urgency(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of(STRAIGHT[0], STRAIGHT[1], SIGNATURE))
    set_clock(office, 8)
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    await round_.prepare()
    done(await act(round_, DEPUTY, "urgency", urgency="khan"))
    await decide(round_, DEPUTY, "return", comment="Xem lại", to_step=2)
    await decide(round_, FORM, "approve")
    turn = await open_turn(round_)
    assert turn["due_at"] - turn["opened_at"] == 2 * HOUR
    assert (await part(round_))["urgency"] == "khan"


async def test_only_the_signer_sets_it_and_only_another(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    refused(await act(round_, FORM, "urgency"), 409, "no_signature_step")
    await decide(round_, FORM, "approve")
    refused(await act(round_, FORM, "urgency"), 403, "not_candidate")
    refused(await act(round_, DEPUTY, "urgency", urgency="thuong"), 409, "same_urgency")
    refused(await act(round_, DEPUTY, "urgency", reason=" "), 422, "reason_needed")
    refused(await act(round_, DEPUTY, "urgency", urgency="gap"), 422, "malformed")
    assert await office.rows("changes", round_.case) == []


async def test_after_deciding_it_is_too_late(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    await round_.prepare()
    task = (await open_turn(round_))["id"]
    done(await round_.decide(DEPUTY, "approve", task, prepared=await round_.prepared()))
    refused(await act(round_, DEPUTY, "urgency", task), 409, "already_decided")
    refused(await act(round_, HEAD, "urgency", task), 409, "already_decided")


async def test_the_next_round_has_the_urgency_of_its_own_version(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    first = await submitted(office, HEAD_OF_OFFICE, FORM)
    done(await act(first, DEPUTY, "urgency", urgency="khan"))
    await decide(first, DEPUTY, "return", comment="Sửa")
    second = await first.next_round()
    assert (await second.open_step()).urgency is None
    view = await part(second)
    assert [one["urgency"] for one in view["rounds"]] == ["khan", "thuong"]
