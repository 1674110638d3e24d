"""Certificates as they are registered and as they are kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.approval.operations.certificates import Registration
from services.approval.schemas.acts import IN, OUT, Said
from services.approval.schemas.fields import Account, Hash, Instant
from shared.domain.certificates import Registered, threshold_at
from shared.domain.devices import KeyKind
from shared.runtime.text import Text

ID: Final = "8c1f5b1e-51c0-4b0f-9d5b-6d0f2f7a1c33"
PEM: Final = "-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n"

CertificateId = Annotated[str, Field(examples=[ID])]
Label = Annotated[Text, Field(max_length=128)]


class CertificateIn(BaseModel):
    """Whose certificate it is, where its key lies, and the certificate itself."""

    model_config = IN | ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "account": "duong-minh-tue",
                    "kind": "token",
                    "certificate": PEM,
                    "token": "TOKEN PGD",
                },
                {"account": "giam-doc", "kind": "remote", "credential": "gd-2026"},
            ]
        }
    )

    account: Annotated[Text, Field(min_length=1, max_length=128, examples=["duong-minh-tue"])]
    kind: KeyKind = Field(description="soft (test), token, remote, own_device")
    certificate: Annotated[Text, Field(max_length=100_000)] = Field(
        default="",
        description="PEM, with its issuers behind it; of remote signing the service has it",
        examples=[PEM],
    )
    token: Label = Field(default="", description="Label of the token", examples=["TOKEN PGD"])
    key: Label = Field(
        default="", description="Label of its private key; empty: its only one", examples=["khoa"]
    )
    credential: Label = Field(
        default="", description="Id at the signing service", examples=["gd-2026"]
    )
    since: AwareDatetime | None = Field(
        default=None, description="From when on it counts; null: from now on"
    )

    def registration(self, certificates: tuple[bytes, ...]) -> Registration:
        device = {"token": self.token, "key": self.key, "credential": self.credential}
        return Registration(
            account=self.account,
            kind=self.kind,
            certificates=certificates,
            device={name: said for name, said in device.items() if said},
            since=self.since,
        )


class RevocationIn(BaseModel):
    """Why a certificate counts no more."""

    model_config = IN

    reason: Annotated[Said, Field(examples=["Mất thẻ ký"])]


class CertificateOut(BaseModel):
    """A certificate as it is registered."""

    model_config = OUT

    id: CertificateId
    account: Account
    kind: KeyKind
    fingerprint: Hash
    subject: str = Field(examples=["Dương Minh Tuệ; Sở Văn hóa, Thể thao và Du lịch"])
    valid_from: Instant
    valid_until: Instant
    device: dict[str, str] = Field(examples=[{"token": "TOKEN PGD"}])
    since: Instant
    by: Account
    at: Instant
    revoked_at: Instant | None
    revoked_by: Account | None
    reason: str = Field(description="Why it was revoked", examples=[""])
    ends_soon: bool = Field(description="A warning of its end is due")

    @classmethod
    def of(cls, one: Registered, now: datetime) -> "CertificateOut":
        same = set(cls.model_fields) - {"ends_soon", "device"}
        soon = one.revoked_at is None and threshold_at(one.valid_until, now) is not None
        said = {name: getattr(one, name) for name in same}
        return cls(**said, device=dict(one.device), ends_soon=soon)


class CertificatesOut(BaseModel):
    """Certificates, the newest first."""

    model_config = OUT

    certificates: tuple[CertificateOut, ...]

    @classmethod
    def of(cls, found: Iterable[Registered], now: datetime) -> "CertificatesOut":
        return cls(certificates=tuple(CertificateOut.of(one, now) for one in found))
