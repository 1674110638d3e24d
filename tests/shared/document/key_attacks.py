"""Forgeries by whoever has a sound key: another text, another signer, a third signature."""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

import asyncio
from collections.abc import Iterator
from io import BytesIO

from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from shared.document.fields import PERSON
from shared.document.keys import SigningKey
from shared.document.prepare import prepare
from shared.document.revision import NextRevision
from shared.document.sign import _Signer, fill_and_seal, sign_by_person
from tests.shared.document.dispatch import Chain, sample_paper


def with_sound_keys(chain: Chain) -> Iterator[tuple[str, bytes]]:
    prepared, person, other = chain.prepared, chain.keys.person, chain.keys.other_agency
    yield "another text, signed and sealed by the right keys", another_text(chain)
    yield (
        "signed by another person of the same authority",
        _sealed(
            chain, asyncio.run(sign_by_person(prepared, other, None, reason="Ký", at=chain.at))
        ),
    )
    yield "signed without certifying", _sealed(chain, _uncertified(chain, person))
    yield "one more signature after the seal", _signed_once_more(chain.sealed, other)
    yield (
        "one more signature between signature and seal",
        _sealed(chain, _signed_once_more(chain.signed, other)),
    )


def another_text(chain: Chain) -> bytes:
    fresh, person = prepare(sample_paper(subject="nội dung khác")), chain.keys.person
    signed = asyncio.run(sign_by_person(fresh, person, None, reason="Ký", at=chain.at))
    return _sealed(chain, signed)


def _sealed(chain: Chain, signed: bytes) -> bytes:
    sealing = fill_and_seal(
        signed,
        chain.keys.agency,
        None,
        number_line=chain.number_line,
        date_line=chain.date_line,
        at=chain.at,
    )
    return asyncio.run(sealing)


def _uncertified(chain: Chain, key: SigningKey) -> bytes:
    """Anybody could change anything after such a signature."""
    meta = _meta(PERSON)
    signer = _Signer(meta, key, None, chain.at)
    return asyncio.run(signer.sign(NextRevision(BytesIO(chain.prepared))))


def _signed_once_more(pdf: bytes, key: SigningKey) -> bytes:
    signer = PdfSigner(_meta("khac"), signer=key.signer)
    made: BytesIO = asyncio.run(signer.async_sign_pdf(NextRevision(BytesIO(pdf))))
    return made.getvalue()


def _meta(field: str) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
