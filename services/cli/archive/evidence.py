"""What proves the signatures of a dispatch, taken out of its PDFs into files that any tool reads.

They carry all of it, so nothing is added; but a plain file can be opened in twenty years.
"""

from collections.abc import Iterator
from io import BytesIO

import shared.document.pyhanko_loaded

from pyhanko.pdf_utils.reader import PdfFileReader

from shared.document.long_term import is_archive_stamp, stamp_of
from shared.document.stamps import evidence_in
from shared.domain.canonical import sha256


def evidence_of(*pdfs: bytes) -> dict[str, bytes]:
    """DER by name below the evidence's folder: "certificates/5f….cer", "crls/….crl"."""
    parts = (part for pdf in pdfs for part in _found(pdf))
    found = {f"{kind}/{sha256(der)}{ending}": der for kind, ending, der in parts}
    return dict(sorted(found.items()))


def _found(pdf: bytes) -> Iterator[tuple[str, str, bytes]]:
    reader = PdfFileReader(BytesIO(pdf))
    for signature in reader.embedded_signatures:
        own = [signature.signer_cert, *signature.other_embedded_certs]
        yield from (("certificates", ".cer", one.dump()) for one in own)
        stamp = signature.signed_data if is_archive_stamp(signature) else stamp_of(signature)
        if stamp is not None:
            yield "stamps", ".tst", stamp.dump()
    evidence = evidence_in(reader)
    if evidence is not None:
        yield from (("certificates", ".cer", one.dump()) for one in evidence.certificates)
        yield from (("crls", ".crl", one.dump()) for one in evidence.crls)
        yield from (("ocsps", ".ors", one.dump()) for one in evidence.ocsps)
