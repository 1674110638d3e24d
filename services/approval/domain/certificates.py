"""Which key may sign for a person, and when."""

from dataclasses import dataclass
from datetime import datetime

from services.approval.domain.sentences import when
from shared.domain.certificates import Registered
from shared.domain.devices import KeyKind
from shared.domain.people import Person
from shared.domain.refusals import NotYours, WrongMoment


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a signing key's certificate says; both instants are aware and included."""

    fingerprint: str
    """SHA-256 of the certificate, in hex."""
    subject: str
    valid_from: datetime
    valid_until: datetime
    kind: KeyKind
    """Where the private key lies."""

    @classmethod
    def of(cls, registered: Registered) -> "Certificate":
        same = ("fingerprint", "subject", "valid_from", "valid_until", "kind")
        return cls(**{name: getattr(registered, name) for name in same})


def valid_certificate(certificate: Certificate | None, me: Person, now: datetime) -> Certificate:
    """The certificate, if it may sign now; soft keys are for tests only."""
    if certificate is None:
        raise WrongMoment(
            "no_certificate",
            f"Chưa có chứng thư số cho {me.account.name}; hãy liên hệ quản trị viên để được cấp.",
        )
    if certificate.kind is KeyKind.SOFT and not me.organisation.test_keys:
        raise NotYours(
            "soft_key_forbidden",
            "Khóa ký dạng tệp chỉ dùng để thử; cơ quan này không cho phép khóa thử "
            "(test_keys trong tệp tổ chức).",
        )
    if not certificate.valid_from <= now <= certificate.valid_until:
        raise WrongMoment(
            "certificate_not_valid",
            f"Chứng thư số của {me.account.name} có hiệu lực từ {when(certificate.valid_from)} "
            f"đến {when(certificate.valid_until)}, không ký được vào lúc này.",
            details={
                "valid_from": certificate.valid_from.isoformat(),
                "valid_until": certificate.valid_until.isoformat(),
            },
        )
    return certificate


def refuse_changed_certificate(judged: str, now: str, account: str) -> None:
    """Refuse to sign with another certificate than the decision was made on, by fingerprints."""
    if now != judged:
        raise WrongMoment(
            "certificate_changed",
            f"Tài khoản {account} nay có chứng thư số khác với chứng thư đã được kiểm tra khi "
            "quyết định ký; người ký hãy hủy quyết định ký này, rồi xem lại và quyết định ký "
            "bằng chứng thư mới.",
        )


def refuse_unusable(
    registered: Registered | None, judged: str, name: str, now: datetime
) -> Registered:
    """The certificate on which the decision was made, if it may still sign now.

    `judged` is its fingerprint. Between decision and signature it may expire or be revoked.
    """
    again = "người ký hãy hủy quyết định ký này, rồi quyết định ký lại bằng chứng thư số khác."
    if registered is None or registered.fingerprint != judged:
        raise WrongMoment(
            "certificate_changed", f"Không còn chứng thư số mà {name} đã quyết định dùng; {again}"
        )
    if not registered.counts_at(now):
        raise WrongMoment(
            "certificate_revoked",
            f"Chứng thư số của {name} đã bị thu hồi sau khi quyết định; {again}",
        )
    if not registered.is_valid_at(now):
        raise WrongMoment(
            "certificate_not_valid",
            f"Chứng thư số của {name} chỉ có hiệu lực đến {when(registered.valid_until)}; {again}",
        )
    return registered
