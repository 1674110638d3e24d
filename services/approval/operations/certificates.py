"""Certificates of people: registered and revoked by a post with the permission."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from services.approval import store
from services.approval.domain.planning import permitted
from shared.domain.certificates import Registered, refuse_revoked, refuse_unfit
from shared.domain.devices import KeyKind
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, Unknown
from shared.runtime import ledger
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What somebody registers for an account; `since` None: from now on."""

    account: str
    kind: KeyKind
    certificates: tuple[bytes, ...] = field(repr=False)
    """DER: the account's own first, then its issuers'."""
    device: dict[str, str]
    since: datetime | None


def case_of(certificate: str) -> str:
    """The name of a certificate's own events and notices: it belongs to no dispatch."""
    return f"CERTIFICATE-{certificate}"


def demand_permission(me: Person) -> None:
    permitted(me, me.organisation.permissions.certificates)


async def registered(work: Work, me: Person) -> tuple[Registered, ...]:
    """Everybody's for a post with the permission, one's own for others; the newest first."""
    everybody = set(me.organisation.permissions.certificates) & set(me.account.posts)
    return await store.certificates_of(work, me.agency, None if everybody else me.id)


async def register(work: Work, me: Person, wanted: Registration) -> Registered:
    """Keep what the certificate says; it counts from `since` on, beside earlier ones."""
    demand_permission(me)
    if me.organisation.account(wanted.account) is None:
        sentence = f"Không có tài khoản “{wanted.account}”."
        raise Invalid("no_account", sentence, details={"account": sentence})
    if wanted.kind is KeyKind.SOFT and not me.organisation.test_keys:
        raise NotYours(
            "soft_key_forbidden",
            "Khóa ký dạng tệp chỉ dùng để thử; cơ quan này không cho phép khóa thử "
            "(test_keys trong tệp tổ chức).",
        )
    await store.lock_certificates(work, me.agency)
    made = _made(work, me, wanted)
    refuse_unfit(made, await store.certificates_of(work, me.agency), work.clock.now())
    await store.add_certificate(work, made, case_of(made.id), me.version)
    await _note(work, me, made, "certificate_registered", kind=made.kind, account=made.account)
    return made


async def revoke(work: Work, me: Person, id_: str, reason: str) -> Registered:
    """From now on it signs nothing more; what it signed stays as it was."""
    demand_permission(me)
    await store.lock_certificates(work, me.agency)
    found = await store.certificate(work, id_)
    if found is None or found.agency != me.agency:
        raise Unknown("no_certificate", "Không có chứng thư số này.")
    refuse_revoked(found)
    if not reason.strip():
        sentence = "Ghi nhận thu hồi thì phải ghi rõ lý do."
        raise Invalid("reason_needed", sentence, details={"reason": sentence})
    gone = replace(found, revoked_at=work.clock.now(), revoked_by=me.id, reason=reason.strip())
    await store.add_revocation(work, gone, me.version)
    await _note(work, me, gone, "certificate_revoked", reason=gone.reason)
    return gone


def _made(work: Work, me: Person, wanted: Registration) -> Registered:
    from shared.document.keys import read_signing_certificate  # noqa: PLC0415 -- pyHanko is lazy

    own, *chain = wanted.certificates
    says, now = read_signing_certificate(own), work.clock.now()
    return Registered(
        id=str(uuid4()),
        agency=me.agency,
        account=wanted.account,
        kind=wanted.kind,
        fingerprint=says.fingerprint,
        subject=says.subject,
        certificate=own,
        chain=tuple(chain),
        valid_from=says.valid_from,
        valid_until=says.valid_until,
        device=wanted.device,
        since=max(wanted.since or now, now),
        by=me.id,
        at=now,
    )


async def _note(work: Work, me: Person, about: Registered, act: str, **details: Any) -> None:
    await ledger.record(
        work,
        agency=me.agency,
        case=case_of(about.id),
        account=me.id,
        act=act,
        organisation=me.version,
        object_hash=about.fingerprint,
        details=details,
    )
