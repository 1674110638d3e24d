"""What the archive gets of approval, on the wire."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from services.approval.domain.facts import Message, Signature
from services.approval.domain.round import Round
from services.approval.schemas.acts import OUT
from services.approval.schemas.fields import Account, Hash, Instant, Name, Step, Turn
from services.approval.schemas.rounds import RoundOut


class SaidOut(BaseModel):
    """A question to the drafter, or an answer."""

    model_config = OUT

    step: Step
    turn: Turn
    kind: str = Field(examples=["question"])
    said: str = Field(examples=["Số liệu này lấy từ đâu?"])
    account: Account
    name: Name
    at: Instant

    @classmethod
    def of(cls, message: Message) -> "SaidOut":
        return cls(
            step=message.step,
            turn=message.turn,
            kind=message.kind.value,
            said=message.said,
            account=message.by.account,
            name=message.by.name,
            at=message.at,
        )


class SignatureOut(BaseModel):
    """The signature that was kept."""

    model_config = OUT

    prepared: Hash
    signed: Hash
    account: Account
    certificate: Hash
    signed_at: Instant

    @classmethod
    def of(cls, signature: Signature) -> "SignatureOut":
        return cls(
            prepared=signature.prepared,
            signed=signature.signed,
            account=signature.account,
            certificate=signature.fingerprint,
            signed_at=signature.signed_at,
        )


class ArchivedRoundOut(BaseModel):
    """A round with every word that was said of it."""

    model_config = OUT

    round: RoundOut
    messages: tuple[SaidOut, ...] = Field(description="In the order in which they were said")
    signature: SignatureOut | None

    @classmethod
    def of(cls, held: Round) -> "ArchivedRoundOut":
        said = sorted(held.messages, key=lambda one: one.at)
        return cls(
            round=RoundOut.of(held, comments=True),
            messages=tuple(map(SaidOut.of, said)),
            signature=SignatureOut.of(held.signature) if held.signature else None,
        )


class OpinionsOut(BaseModel):
    model_config = OUT

    rounds: tuple[ArchivedRoundOut, ...] = Field(description="Every round, in order")

    @classmethod
    def of(cls, rounds: Sequence[Round]) -> "OpinionsOut":
        return cls(rounds=tuple(map(ArchivedRoundOut.of, rounds)))
