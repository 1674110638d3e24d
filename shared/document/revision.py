"""Writing one more revision of a PDF."""

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


class NextRevision(IncrementalPdfFileWriter):
    """One more revision that leaves the PDF/A metadata alone (pyHanko would write it anew)."""

    def _update_meta(self) -> None:
        return
