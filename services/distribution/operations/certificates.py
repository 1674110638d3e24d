"""Certificates of the agency: registered and revoked by a post with the permission."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from services.distribution.domain.desk import demand_reason
from services.distribution.store import certificates as store
from shared.domain.certificates import (
    Registered,
    certificate_at,
    refuse_revoked,
    refuse_unfit,
    threshold_at,
)
from shared.domain.dates import VIETNAM
from shared.domain.devices import KeyKind
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, Unknown
from shared.runtime import ledger
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What somebody registers for the agency; `since` None: from now on."""

    kind: KeyKind
    certificates: tuple[bytes, ...] = field(repr=False)
    """DER: the agency's own first, then its issuers'."""
    device: dict[str, str]
    since: datetime | None


async def seal_key(work: Work, agency: str) -> Registered | None:
    """The certificate with which the agency seals now; None where none is registered."""
    return certificate_at(await store.certificates_of(work, agency), work.clock.now())


async def ends_soon(work: Work, agency: str) -> str:
    """A sentence for the desk while the end of the agency's certificate is near; else empty."""
    key, now = await seal_key(work, agency), work.clock.now()
    if key is None or (now <= key.valid_until and threshold_at(key.valid_until, now) is None):
        return ""
    until = key.valid_until.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y")
    ended = "đã hết hạn" if now > key.valid_until else "hết hạn"
    return (
        f"Chứng thư số của cơ quan {ended} lúc {until}; hãy báo quản trị viên đăng ký chứng thư "
        "mới để việc cấp số và đóng dấu không bị gián đoạn."
    )


async def registered(work: Work, me: Person) -> tuple[Registered, ...]:
    """The agency's certificates, for clerks and for posts with the permission; newest first."""
    if not me.is_clerk():
        demand_permission(me)
    return await store.certificates_of(work, me.agency)


def demand_permission(me: Person) -> None:
    """Posts that the agency's file names (`permissions.certificates`), and nobody else."""
    permitted = me.organisation.permissions.certificates
    if not set(permitted) & set(me.account.posts):
        named = " hoặc ".join(me.organisation.post(code).title for code in permitted)
        raise NotYours(
            "no_permission",
            "Đăng ký, thu hồi chứng thư số của cơ quan chỉ dành cho "
            f"{named or 'người được tệp tổ chức cho phép (permissions)'}.",
        )


async def register(work: Work, me: Person, wanted: Registration) -> Registered:
    """Keep what the certificate says; it counts from `since` on, beside earlier ones."""
    demand_permission(me)
    if wanted.kind is KeyKind.OWN_DEVICE:
        raise Invalid(
            "no_own_device", "Khóa của cơ quan phải ở thẻ ký, HSM hoặc dịch vụ ký số từ xa."
        )
    if wanted.kind is KeyKind.SOFT and not me.organisation.test_keys:
        raise NotYours(
            "soft_key_forbidden",
            "Khóa ký dạng tệp chỉ dùng để thử; cơ quan này không cho phép khóa thử (test_keys).",
        )
    await store.lock_certificates(work, me.agency)
    made = _made(work, me, wanted)
    refuse_unfit(made, await store.certificates_of(work, me.agency), work.clock.now())
    await store.add_certificate(work, made, me.version)
    await _note(work, me, made, "certificate_registered", kind=made.kind)
    return made


async def revoke(work: Work, me: Person, id_: str, reason: str) -> Registered:
    """From now on it seals nothing more; what it sealed stays as it was."""
    demand_permission(me)
    because = demand_reason(reason)
    await store.lock_certificates(work, me.agency)
    found = await store.certificate(work, id_)
    if found is None or found.agency != me.agency:
        raise Unknown("no_certificate", "Không có chứng thư số này.")
    refuse_revoked(found)
    gone = replace(found, revoked_at=work.clock.now(), revoked_by=me.id, reason=because)
    await store.add_revocation(work, gone, me.version)
    await _note(work, me, gone, "certificate_revoked", reason=because)
    return gone


def _made(work: Work, me: Person, wanted: Registration) -> Registered:
    from shared.document.keys import read_signing_certificate  # noqa: PLC0415 -- pyHanko is lazy

    own, *chain = wanted.certificates
    says, now = read_signing_certificate(own), work.clock.now()
    return Registered(
        id=str(uuid4()),
        agency=me.agency,
        account=me.id,
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
    """In the certificate's own chain: it belongs to no dispatch."""
    await ledger.record(
        work,
        agency=me.agency,
        case=f"CERTIFICATE-{about.id}",
        account=me.id,
        act=act,
        organisation=me.version,
        object_hash=about.fingerprint,
        details=details,
    )
