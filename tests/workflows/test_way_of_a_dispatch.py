"""From submission to file copy, and the ways on which a dispatch comes back or ends."""

from shared.contracts.attributes import HOLDER_POST, STAGE
from shared.contracts.drafting import Closing
from shared.domain.lifecycle import Stage
from shared.domain.route import Verdict
from tests.support.histories import keep
from tests.support.offices import Offices


async def test_a_dispatch_is_reviewed_signed_issued_and_filed(office: Offices) -> None:
    case = await office.new()
    await office.approve_all(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert office.drafting.drafts[case].closing is Closing.SIGNED
    assert office.drafting.drafts[case].closed_by == "pho-giam-doc-1"
    desk = office.distribution.desks[case, 1]
    assert (desk.seals, desk.deliveries, desk.copies) == (1, 1, 1)
    assert desk.signed_by == ("pho-giam-doc-1", "PGD1", "c" * 64)
    assert await office.attribute(case, STAGE) == Stage.FILED
    assert await office.attribute(case, HOLDER_POST) is None
    await keep(office.flow(case), "filed")


async def test_a_dispatch_comes_back_from_the_content_check_and_again_from_the_office(
    office: Offices,
) -> None:
    case = await office.new()
    await office.decide(case, 1, Verdict.RETURN)
    await office.comes_back(case)
    await office.submit(case)
    await office.decide(case, 1)
    await office.decide(case, 2, Verdict.RETURN)
    await office.comes_back(case)
    await office.submit(case)
    await office.approve_all(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert office.drafting.round_of(case) == 3
    await keep(office.flow(case), "returned_twice")


async def test_a_rejected_dispatch_is_closed(office: Offices) -> None:
    case = await office.new()
    await office.decide(case, 1)
    await office.decide(case, 2, Verdict.REJECT)
    assert await office.ended(case) == Stage.REJECTED
    assert office.drafting.drafts[case].closing is Closing.REJECTED
    assert office.drafting.drafts[case].closed_by == "giam-doc"
    await keep(office.flow(case), "rejected")


async def test_the_clerk_sends_a_signed_dispatch_back(office: Offices) -> None:
    case = await office.new()
    await office.approve_all(case)
    await office.send_back(case)
    await office.comes_back(case)
    await office.submit(case)
    await office.approve_all(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert office.drafting.round_of(case) == 2
    assert office.distribution.desks[case, 1].stage is Stage.RETURNED
    await keep(office.flow(case), "sent_back")


async def test_a_number_voided_before_the_seal_brings_the_dispatch_back_to_the_clerk(
    office: Offices,
) -> None:
    case = await office.new()
    await office.approve_all(case)
    seal = office.ledger.hold(case, "distribution.seal")
    await office.issue(case)
    await office.called(case, "distribution.seal")
    await office.void_number(case)
    seal.set()
    await office.laid_on_desk(case)
    await office.reaches(case, Stage.TO_ISSUE)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert office.distribution.desks[case, 1].seals == 1
    await keep(office.flow(case), "number_voided")
