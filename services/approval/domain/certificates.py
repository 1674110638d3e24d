"""Which key may sign for a person, and when."""

from dataclasses import dataclass
from datetime import datetime

from services.approval.domain.sentences import when
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
    soft: bool
    """The private key lies in a file: good for tests only."""


def valid_certificate(certificate: Certificate | None, me: Person, now: datetime) -> Certificate:
    """The certificate, if it may sign now; soft keys are for tests only."""
    if certificate is None:
        raise WrongMoment(
            "no_certificate",
            f"Chưa có chứng thư số cho {me.account.name}; hãy liên hệ quản trị viên để được cấp.",
        )
    if certificate.soft and not me.organisation.test_keys:
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
