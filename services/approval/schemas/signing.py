"""The signer's second act, and the signature that was kept."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from services.approval.domain.facts import Signature
from services.approval.domain.round import Round
from services.approval.schemas.acts import IN, OUT
from services.approval.schemas.fields import Account, Case, Hash, Instant, RoundNumber
from services.approval.signing_keys import Secret
from shared.domain.lifecycle import Stage

Typed = Annotated[SecretStr, Field(max_length=64)]


class SignatureIn(BaseModel):
    """What the signer's device asks for; it is kept nowhere."""

    model_config = IN | ConfigDict(json_schema_extra={"examples": [{"pin": "•" * 6}]})

    pin: Typed = Field(default=SecretStr(""), description="PIN of the token or of the credential")
    otp: Typed = Field(
        default=SecretStr(""), description="One-time password of the signing service, if it asks"
    )

    def secret(self) -> Secret:
        return Secret(pin=self.pin.get_secret_value(), otp=self.otp.get_secret_value())


class SignedOut(BaseModel):
    """The signature as it was kept."""

    model_config = OUT

    case: Case
    round: RoundNumber
    stage: Stage = Field(description="How the round stands with approval since then")
    account: Account
    prepared: Hash
    signed: Hash
    certificate: Hash
    signed_at: Instant = Field(description="The time that the signature states")
    kept_at: Instant
    stamped_at: Instant | None = Field(
        default=None,
        description="What its time stamp proves; without one the seal's is the first",
    )

    @classmethod
    def of(cls, held: Round, kept: Signature, stamped_at: datetime | None) -> "SignedOut":
        return cls(
            case=held.key.case,
            round=held.key.round,
            stage=held.stage(),
            account=kept.account,
            prepared=kept.prepared,
            signed=kept.signed,
            certificate=kept.fingerprint,
            signed_at=kept.signed_at,
            kept_at=kept.kept_at,
            stamped_at=stamped_at,
        )


class OtpSentOut(BaseModel):
    """That the signing service was asked to send an OTP."""

    model_config = OUT

    sent: bool = True
