"""Certificates as data: registered for an owner, counting from an instant, until revoked.

A certificate is never changed: a new one is registered beside it, and the one that counts at an
instant is asked for then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from shared.domain.devices import KeyKind
from shared.domain.refusals import Invalid, WrongMoment

WARNED_BEFORE: Final = (30, 14, 7, 1)
"""Days before its end at which the owner of a certificate is warned, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A certificate of a person or an agency, and where its key is found."""

    id: str
    agency: str
    account: str
    """Whose it is; of the agency's own, who registered it."""
    kind: KeyKind
    fingerprint: str
    """SHA-256 of the certificate, in hex."""
    subject: str
    certificate: bytes = field(repr=False)
    """DER."""
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    """DER, from its issuer on."""
    valid_from: datetime
    valid_until: datetime
    """Both aware, both included."""
    device: Mapping[str, str] = field(default_factory=dict)
    """Of a token: `token` and `key`, both labels; of remote signing: `credential`."""
    since: datetime
    """From when on it counts."""
    by: str
    at: datetime
    """Who registered it, and when."""
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    reason: str = ""
    """Why it was revoked."""

    def counts_at(self, instant: datetime) -> bool:
        """It was put into use and not revoked; it may have expired all the same."""
        revoked = self.revoked_at is not None and self.revoked_at <= instant
        return self.since <= instant and not revoked

    def is_valid_at(self, instant: datetime) -> bool:
        return self.valid_from <= instant <= self.valid_until


def certificate_at(registered: Iterable[Registered], instant: datetime) -> Registered | None:
    """The one that counts: the valid one put into use last, else the one that expired last."""
    counting = [one for one in registered if one.counts_at(instant)]
    by_use = sorted(counting, key=lambda one: (one.is_valid_at(instant), one.since, one.at))
    return by_use[-1] if by_use else None


def threshold_at(valid_until: datetime, at: datetime) -> int | None:
    """The days of the latest warning that is due; None before the first and after the end."""
    if at > valid_until:
        return None
    due = [days for days in WARNED_BEFORE if at >= valid_until - timedelta(days=days)]
    return min(due, default=None)


def next_warning(valid_until: datetime, at: datetime) -> datetime | None:
    """When the next warning is due after `at`; None if there is none any more."""
    ahead = (valid_until - timedelta(days=days) for days in WARNED_BEFORE)
    return min((instant for instant in ahead if instant > at), default=None)


def refuse_unfit(wanted: Registered, others: Iterable[Registered], now: datetime) -> None:
    """Refuse to register what could not sign: expired, known already, or its key nowhere."""
    if wanted.valid_until < now:
        raise Invalid(
            "certificate_expired", "Chứng thư số này đã hết hạn; hãy đăng ký chứng thư mới."
        )
    for field_, kinds in (("token", KeyKind.TOKEN), ("credential", KeyKind.REMOTE)):
        if wanted.kind is kinds and not wanted.device.get(field_):
            sentence = {
                "token": "Khóa trong thẻ ký thì phải ghi tên thẻ (token).",
                "credential": "Ký số từ xa thì phải ghi mã chứng thư ở nhà cung cấp (credential).",
            }[field_]
            raise Invalid("device_missing", sentence, details={field_: sentence})
    if any(one.fingerprint == wanted.fingerprint for one in others):
        raise WrongMoment(
            "certificate_known",
            "Chứng thư số này đã được đăng ký; mỗi chứng thư chỉ đăng ký một lần.",
        )


def refuse_revoked(registered: Registered) -> None:
    if registered.revoked_at is not None:
        raise WrongMoment("certificate_revoked", "Chứng thư số này đã được ghi nhận thu hồi.")
