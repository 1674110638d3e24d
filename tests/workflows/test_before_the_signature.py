"""What may change before the signature: who signs, how urgent it is, who must be heard."""

from datetime import timedelta

from temporalio.testing import WorkflowEnvironment

from shared.contracts.attributes import DUE_AT, HOLDER_POST, OVERDUE, STAGE, URGENCY
from shared.domain.lifecycle import Stage
from shared.domain.route import Verdict
from shared.domain.urgency import Urgency
from tests.support.histories import keep
from tests.support.offices import Offices, until
from tests.workflows.plans import CONSULTED


async def at_signature(office: Offices) -> str:
    """A dispatch that waits for its signer, the PDF prepared."""
    case = await office.new()
    await office.decide(case, 1)
    await office.decide(case, 2)
    await office.called(case, "approval.prepare")
    await office.at_rest(case)
    return case


async def shows(office: Offices, case: str, key: object, wanted: object) -> None:
    async def there() -> bool:
        return bool(await office.attribute(case, key) == wanted)

    await until(there)


async def test_when_the_signer_changes_the_pdf_is_prepared_anew_and_approvals_stay(
    office: Offices,
) -> None:
    case = await at_signature(office)
    await office.change_signer(case, "PGD2")
    await office.called(case, "approval.prepare", times=2)
    await shows(office, case, HOLDER_POST, "PGD2")
    await office.decide(case, 3)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert office.ledger.calls[case, "approval.prepare"] == 2
    assert set(office.approval.rounds[case, 1].opened) == {(1, 1), (2, 1), (3, 1)}
    desk = office.distribution.desks[case, 1]
    assert (desk.signed_by[1], desk.capacity, desk.urgency) == ("PGD2", "deputy", None)
    await keep(office.flow(case), "signer_changed")


async def test_a_signer_that_changes_while_preparing_is_refused_is_prepared_for_by_itself(
    office: Offices,
) -> None:
    case = await office.new()
    office.ledger.refuse(case, "approval.prepare")
    await office.decide(case, 1)
    await office.decide(case, 2)
    await office.called(case, "approval.prepare")
    await office.at_rest(case)
    office.ledger.mend(case, "approval.prepare")
    await office.change_signer(case, "PGD2")
    await office.called(case, "approval.prepare", times=2)
    await shows(office, case, HOLDER_POST, "PGD2")
    await office.at_rest(case)
    assert office.approval.rounds[case, 1].prepared == {(3, 1)}


async def test_the_urgency_that_the_signer_sets_counts_from_then_on(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await at_signature(office)
    due = office.approval.rounds[case, 1].opened[3, 1].due
    await office.set_urgency(case, Urgency.URGENT)
    await office.called(case, "approval.prepare", times=2)
    await shows(office, case, URGENCY, Urgency.URGENT)
    assert await office.attribute(case, DUE_AT) == due - timedelta(hours=4)
    assert "mức độ khẩn," in await office.details(case)
    await office.at_rest(case)
    await engine.fast_forward(office.flow(case), timedelta(hours=5))
    await shows(office, case, OVERDUE, wanted=True)
    await office.decide(case, 3)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert office.distribution.desks[case, 1].urgency == Urgency.URGENT
    assert await office.attribute(case, URGENCY) == Urgency.URGENT
    await keep(office.flow(case), "urgency_set")


async def test_the_next_round_has_the_urgency_of_its_own_version(office: Offices) -> None:
    case = await at_signature(office)
    await office.set_urgency(case, Urgency.EXPRESS)
    await shows(office, case, URGENCY, Urgency.EXPRESS)
    await office.decide(case, 3, Verdict.RETURN)
    await office.comes_back(case)
    assert await office.attribute(case, URGENCY) == Urgency.NORMAL


async def test_two_of_three_are_heard_before_the_next_step_opens(office: Offices) -> None:
    case = await office.new(CONSULTED)
    await office.decide(case, 1)
    await office.decide(case, 2, Verdict.OPINION)
    await office.at_rest(case)
    assert not office.approval.is_open(case, 1, 3, 1)
    await office.decide(case, 2)
    await office.decide(case, 3)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert await office.attribute(case, STAGE) == Stage.FILED
    await keep(office.flow(case), "two_of_three_heard")
