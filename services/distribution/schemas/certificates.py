"""The agency's certificates as they are registered and as they are kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final

from pydantic import AwareDatetime, ConfigDict, Field

from services.distribution.operations.certificates import Registration
from services.distribution.schemas.fields import ClerkAccount, Fingerprint, In, Instant, Out
from shared.domain.certificates import Registered, threshold_at
from shared.domain.devices import KeyKind
from shared.runtime.text import Text

ID: Final = "8c1f5b1e-51c0-4b0f-9d5b-6d0f2f7a1c33"
PEM: Final = "-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n"

Label = Annotated[Text, Field(max_length=128)]


class CertificateIn(In):
    """Where the agency's key lies, and its certificate."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "token", "certificate": PEM, "token": "HSM CO QUAN"}]
        },
    )

    kind: KeyKind = Field(description="soft (test), token (or HSM), remote")
    certificate: Annotated[Text, Field(max_length=100_000)] = Field(
        default="",
        description="PEM, with its issuers behind it; of remote signing the service has it",
        examples=[PEM],
    )
    token: Label = Field(default="", description="Label of the token", examples=["HSM CO QUAN"])
    key: Label = Field(
        default="", description="Label of its private key; empty: its only one", examples=["dau"]
    )
    credential: Label = Field(
        default="", description="Id at the signing service", examples=["co-quan-2026"]
    )
    since: AwareDatetime | None = Field(
        default=None, description="From when on it counts; null: from now on"
    )

    def registration(self, certificates: tuple[bytes, ...]) -> Registration:
        device = {"token": self.token, "key": self.key, "credential": self.credential}
        return Registration(
            kind=self.kind,
            certificates=certificates,
            device={name: said for name, said in device.items() if said},
            since=self.since,
        )


class CertificateOut(Out):
    """A certificate of the agency as it is registered."""

    id: Annotated[str, Field(examples=[ID])]
    kind: KeyKind
    fingerprint: Fingerprint
    subject: str = Field(examples=["Sở Văn hóa, Thể thao và Du lịch"])
    valid_from: Instant
    valid_until: Instant
    device: dict[str, str] = Field(examples=[{"token": "HSM CO QUAN"}])
    since: Instant
    by: ClerkAccount
    at: Instant
    revoked_at: Instant | None
    revoked_by: ClerkAccount | None
    reason: str = Field(description="Why it was revoked", examples=[""])
    ends_soon: bool = Field(description="A warning of its end is due")

    @classmethod
    def of(cls, one: Registered, now: datetime) -> "CertificateOut":
        same = set(cls.model_fields) - {"ends_soon", "device"}
        soon = one.revoked_at is None and threshold_at(one.valid_until, now) is not None
        said = {name: getattr(one, name) for name in same}
        return cls(**said, device=dict(one.device), ends_soon=soon)


class CertificatesOut(Out):
    """Certificates of the agency, the newest first."""

    certificates: tuple[CertificateOut, ...]

    @classmethod
    def of(cls, found: Iterable[Registered], now: datetime) -> "CertificatesOut":
        return cls(certificates=tuple(CertificateOut.of(one, now) for one in found))
