"""Time stamps (RFC 3161): asked of an authority, and taken only if they are what was asked for."""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

from collections.abc import Sequence
from datetime import datetime

import shared.document.pyhanko_loaded

from asn1crypto import cms, tsp, x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from shared.document.asking import NoAnswer, ask

DIGEST = "sha256"


class TimeStampFault(Exception):  # noqa: N818 -- a fault, named for operators
    """No sound time stamp was to be had; the next attempt may get one."""


class TimeStampAuthority(TimeStamper):
    """An authority at an address; pyHanko asks it while it signs."""

    def __init__(self, url: str, *, trust_roots: Sequence[x509.Certificate], within: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko leaves it without annotations
        self._url, self._roots, self._within = url, list(trust_roots), within

    async def certificates(self) -> list[x509.Certificate]:
        """The one that stamps now, and behind it those that come along; asked once."""
        token = await self.async_dummy_response(DIGEST)
        return certificates_of(token["content"])

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        answer = await ask(
            self._url, req.dump(), "application/timestamp-query", within=self._within
        )
        return tsp.TimeStampResp.load(answer, strict=True)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token over this digest by a trusted authority; raises `TimeStampFault`."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            status = await self._judged(token["content"], message_digest)
        except NoAnswer as fault:
            raise TimeStampFault(str(fault)) from None
        except (TimestampRequestError, ValueError, TypeError, KeyError, AttributeError) as odd:
            raise TimeStampFault(f"{self._url}: no time stamp ({type(odd).__name__})") from None
        if not (status.intact and status.valid and status.trusted):
            raise TimeStampFault(f"{self._url}: a time stamp that does not hold")
        return token

    async def _judged(self, token: cms.SignedData, digest: bytes) -> TimestampSignatureStatus:
        """Whose it is, and of what: pyHanko itself looks at nonce and status only."""
        context = ValidationContext(
            trust_roots=self._roots,
            other_certs=certificates_of(token),
            allow_fetching=False,
            moment=stamped_at(token),
            revocation_mode="soft-fail",
        )
        return TimestampSignatureStatus(
            **await validate_tst_signed_data(token, context, lambda _algorithm: digest)
        )


def stamped_at(token: cms.SignedData) -> datetime:
    """The instant that a stamp proves, as its authority's clock had it."""
    instant: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return instant


def certificates_of(signed: cms.SignedData) -> list[x509.Certificate]:
    """The signer's certificate, and behind it those that a signature brings along."""
    found = extract_certificate_info(signed)
    return [found.signer_cert, *found.other_certs]
