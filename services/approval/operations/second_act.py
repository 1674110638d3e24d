"""A signer signs with a device of his own: asked outside every lock, and one signature is kept."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.approval import store
from services.approval.domain import second_act as rules
from services.approval.domain.certificates import refuse_unusable
from services.approval.domain.facts import ChangeKind, Decision, Signature
from services.approval.domain.round import Round
from services.approval.operations.rounds import change, keep_change, locked, round_of_task
from services.approval.operations.signing import REASON
from services.approval.signing_keys import Devices, Manner, Secret
from shared.domain.certificates import Registered
from shared.domain.people import Person
from shared.domain.refusals import Refusal, Unknown, WrongMoment
from shared.runtime.blobs import Blobs
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondAct:
    """What is to be signed, with which certificate, and by which roots it is judged."""

    decision: Decision
    agency: str
    registered: Registered
    test_keys: bool
    at: datetime
    """The time that the signature will state, in whole seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A signed file that was checked and lies in the blob store; no row names it yet."""

    decision: str
    """Id of the decision that it is for."""
    signed: str
    at: datetime
    """The time that the signature states."""
    how: str
    """The kind of key, or "upload"."""
    stamped_at: datetime | None
    """What its time stamp proves; None without one: then the seal's is the first."""


async def second_act(work: Work, me: Person, task: str) -> SecondAct | None:
    """What somebody is to sign now; None where `keep_mine_signed` will refuse, or finds it done."""
    try:
        return await to_sign_now(work, me, task)
    except Refusal:
        return None


async def to_sign_now(work: Work, me: Person, task: str) -> SecondAct:
    """The same; raises why there is nothing for him to sign."""
    held = await store.read_round(work, await round_of_task(work, me, task))
    if held is None:
        raise Unknown("no_task", "Không có việc này.")
    decision = rules.signing_to_make(held, held.task(task), me)
    return SecondAct(
        decision=decision,
        agency=me.agency,
        registered=await _usable(work, decision, me),
        test_keys=me.organisation.test_keys,
        at=work.clock.now().replace(microsecond=0),
    )


async def sign_with_device(blobs: Blobs, devices: Devices, act: SecondAct, secret: Secret) -> Made:
    """Have the device sign; bytes that are lost after its answer cost an unused blob."""
    prepared = await blobs.get(act.agency, str(act.decision.prepared))
    how = Manner(reason=REASON, at=act.at, test_keys=act.test_keys)
    signed = await devices.sign(act.registered, prepared, secret, how)
    await _check(act, devices, signed, prepared, act.at)
    return await _kept(blobs, act, signed, act.at, act.registered.kind.value)


async def take_signed(
    blobs: Blobs, devices: Devices, act: SecondAct, signed: bytes, now: datetime
) -> Made:
    """Take a file that the signer signed elsewhere, if it is that and nothing else.

    It gets its time stamp here, and is looked at again with it.
    """
    from shared.document.verify import stated_time  # noqa: PLC0415 -- pyHanko loads lazily

    prepared = await blobs.get(act.agency, str(act.decision.prepared))
    await _check(act, devices, signed, prepared, now)
    at = rules.refuse_stated_time(stated_time(signed), act.decision, now)
    stamped = await devices.stamp(signed, test_keys=act.test_keys)
    if stamped != signed:
        await _check(act, devices, stamped, prepared, now)
    return await _kept(blobs, act, stamped, at, "upload")


async def keep_mine_signed(
    work: Work, me: Person, task: str, made: Made | None
) -> tuple[Round, Signature]:
    """Keep it under the round's lock, if its decision still stands and none is kept."""
    held = await locked(work, await round_of_task(work, me, task))
    turn = held.task(task)
    decision = rules.signing_to_make(held, turn, me)
    registered = await _usable(work, decision, me)
    if made is None or made.decision != decision.id:
        raise WrongMoment(
            "changed_meanwhile", "Hồ sơ vừa thay đổi trong lúc ký; hãy xem lại rồi ký lại."
        )
    kept = Signature(
        step=turn.step,
        turn=turn.turn,
        prepared=str(decision.prepared),
        signed=made.signed,
        account=me.id,
        fingerprint=registered.fingerprint,
        signed_at=made.at,
        kept_at=work.clock.now(),
    )
    await store.add_signature(work, held.key, kept, me.version)
    by = replace(decision.by, organisation=me.version)
    sign = change(held, ChangeKind.SIGN, by, kept.kept_at, turn=turn)
    said = {"prepared": kept.prepared, "certificate": kept.fingerprint, "how": made.how}
    if made.stamped_at is not None:
        said["stamped_at"] = made.stamped_at.isoformat()
    held = await keep_change(work, held, sign, object_hash=kept.signed, **said)
    return replace(held, signature=kept), kept


async def _usable(work: Work, decision: Decision, me: Person) -> Registered:
    judged = str(decision.certificate)
    mine = await store.certificates_of(work, me.agency, me.id)
    found = next((one for one in mine if one.fingerprint == judged), None)
    return refuse_unusable(found, judged, me.account.name, work.clock.now())


async def _check(
    act: SecondAct, devices: Devices, signed: bytes, prepared: bytes, at: datetime
) -> None:
    from shared.document.trust import trust_roots  # noqa: PLC0415 -- loads lazily, as the next
    from shared.document.verify import check_signed  # noqa: PLC0415 -- pyHanko loads lazily

    problems = await check_signed(
        signed,
        prepared,
        trust_roots=trust_roots(devices.folder, test_keys=act.test_keys),
        person_certificate=act.registered.fingerprint,
        at=at,
    )
    rules.refuse_problems(tuple(one.message_vi for one in problems))


async def _kept(blobs: Blobs, act: SecondAct, signed: bytes, at: datetime, how: str) -> Made:
    from shared.document.long_term import person_stamp  # noqa: PLC0415 -- pyHanko loads lazily

    file = await blobs.put(act.agency, signed)
    return Made(
        decision=act.decision.id, signed=file, at=at, how=how, stamped_at=person_stamp(signed)
    )
