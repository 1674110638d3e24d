"""The foot of a text that is read: recipients, file copy, signature, in any order."""

from dataclasses import dataclass, field

from services.drafting.domain import reader_patterns as patterns
from services.drafting.domain.text_lines import is_capitals


def opens_footer(text: str, *, after_the_end: bool) -> bool:
    """Whether the body is over with this line; `after_the_end`: "./." stands before it."""
    if (
        patterns.RECIPIENTS.fullmatch(text)
        or patterns.AS_ABOVE.fullmatch(text)
        or patterns.FILE_COPY.fullmatch(text)
    ):
        return True
    return is_capitals(text) and (after_the_end or patterns.AUTHORITY.match(text) is not None)


@dataclass(slots=True)
class Footer:
    """Boxes 7 and 9b of ND30 PL1; the two columns may come mixed line by line."""

    recipients: list[list[str]] = field(default_factory=list)
    file_copy: str = ""
    signature: list[str] = field(default_factory=list)
    signer: str = ""
    in_recipients: bool = False

    def take(self, text: str, *, previous: str) -> bool:
        """Whether the line is one of the foot's parts."""
        return (
            self._file_copy(text)
            or self._recipients_heading(text)
            or self._listed_recipient(text)
            or self._signature(text)
            or self._signer(text)
            or self._plain_recipient(text, previous)
        )

    def _recipients_heading(self, text: str) -> bool:
        found = patterns.RECIPIENTS.fullmatch(text)
        if not found or self.in_recipients:
            return False
        self.in_recipients = True
        self.recipients.extend([item] for item in patterns.split_items(found["rest"] or ""))
        return True

    def _file_copy(self, text: str) -> bool:
        found = patterns.FILE_COPY.fullmatch(text)
        if not found or self.file_copy:
            return False
        self.file_copy = found["copy"].rstrip(" ;.,")
        return True

    def _listed_recipient(self, text: str) -> bool:
        if patterns.AS_ABOVE.fullmatch(text):
            self.in_recipients = True
        if not self.in_recipients or not patterns.BULLET.match(text):
            return False
        self.recipients.append([text])
        return True

    def _signature(self, text: str) -> bool:
        if patterns.SIGNED_MARK.fullmatch(text):
            return True
        if self.signer or text.endswith(";") or not is_capitals(text):
            return False
        self.signature.append(text)
        return True

    def _signer(self, text: str) -> bool:
        if self.signer or not self.signature or text.endswith(";") or not patterns.is_name(text):
            return False
        self.signer = text
        return True

    def _plain_recipient(self, text: str, previous: str) -> bool:
        if not self.in_recipients or self.file_copy or self.signature:
            return False
        if self.recipients and patterns.goes_on(text, previous):
            self.recipients[-1].append(text)
        else:
            self.recipients.append([text])
        return True
