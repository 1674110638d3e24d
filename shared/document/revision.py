"""Writing one more revision of a PDF."""

import shared.document.pyhanko_loaded

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader


class NextRevision(IncrementalPdfFileWriter):
    """One more revision that leaves the PDF/A metadata alone (pyHanko would write it anew)."""

    def _update_meta(self) -> None:
        return


def bear_two_tables(reader: PdfFileReader) -> None:
    """Let a file that was read strictly tell its cross-references twice, as Word's files do.

    ISO 32000-2 7.5.8.4 ("hybrid"): pyHanko neither signs such a file nor judges its signatures
    as long as it is strict.
    """
    reader.strict = False
