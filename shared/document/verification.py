"""What a check of a PDF finds: who signed, what is wrong, in sentences for people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

TRIAL_MARK: Final = "không có giá trị"
"""What certificates of a trial authority say of themselves."""


class Role(StrEnum):
    """For whom a signature field was made."""

    PERSON = "person"
    AGENCY = "agency"
    OTHER = "other"


class Level(StrEnum):
    """How long signatures can be checked (ETSI EN 319 142-1)."""

    B_B = "B-B"
    """As long as the signers' certificates count."""
    B_LT = "B-LT"
    """With stamps and the proof of revocation: as long as the stamps' certificates count."""
    B_LTA = "B-LTA"
    """With stamps over the whole file, renewed as long as anybody cares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureReport:
    """One signature as the file shows it."""

    role: Role
    field: str
    subject: str
    fingerprint: str
    """SHA-256 of the signer's certificate, hexadecimal; empty if there is none to be read."""
    signed_at: datetime | None
    """As the signer says, aware."""
    intact: bool
    """The signed bytes are unchanged."""
    trusted: bool
    """The certificate leads to a trusted root and was valid; False also for a broken signature."""
    covers_whole_file: bool
    proven_at: datetime | None = None
    """The earliest instant for which a stamp proves it; the certificate is judged for then."""

    @property
    def trial(self) -> bool:
        """Signed with a test key: without legal value."""
        return TRIAL_MARK in self.subject


@dataclass(frozen=True, slots=True, kw_only=True)
class StampReport:
    """One time stamp as the file shows it."""

    authority: str
    fingerprint: str
    """SHA-256 of the authority's certificate, hexadecimal."""
    stamped_at: datetime
    valid_until: datetime
    """When that certificate ends; what is not stamped again by then proves nothing any more."""


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    """Stable, for machines; the keys of `SENTENCES`."""
    message_vi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the records say of a dispatch."""

    prepared: bytes
    number_line: str
    date_line: str
    person_certificate: str
    agency_certificate: str
    """Fingerprints: SHA-256, hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The verdict on one PDF."""

    signatures: tuple[SignatureReport, ...]
    problems: tuple[Problem, ...]
    number_line: str | None
    date_line: str | None
    """As filled in the file, whether they are right or not; None where they can't be read."""

    whole: bool
    """Both signatures hold, and nothing was done that the office does not do."""
    registered: bool
    """It is what the records say; False where they were not asked or the file can't be read."""

    level: Level = Level.B_B
    """As the file is made, whether its stamps hold or not."""
    stamps: tuple[StampReport, ...] = ()
    """In the order of stamping."""

    @property
    def proven_until(self) -> datetime | None:
        """When the newest stamp's certificate ends; None without stamps."""
        return self.stamps[-1].valid_until if self.stamps else None


OF_THE_RECORDS = frozenset(
    {
        "not_registered",
        "not_the_approved_version",
        "number_line_differs",
        "date_line_differs",
        "person_certificate_differs",
        "agency_certificate_differs",
    }
)
"""Problems that only the records can tell."""

SENTENCES = {
    "unreadable": "Tệp hỏng hoặc không phải là văn bản PDF do hệ thống này phát hành.",
    "unsigned": "Tệp chưa có chữ ký số nào.",
    "not_registered": "Không tìm thấy văn bản này trong sổ đăng ký văn bản đi.",
    "not_prepared": "Tệp không phải là bản trình ký của hệ thống: thiếu hoặc sai các ô cần điền.",
    "drawing_unknown": "Tệp do một phiên bản phần mềm mới hơn lập ra; hãy kiểm tra bằng phiên "
    "bản đó.",
    "not_the_approved_version": "Nội dung không phải là bản đã được duyệt để ký.",
    "person_signature_missing": "Không có chữ ký số của người có thẩm quyền.",
    "agency_signature_missing": "Không có chữ ký số của cơ quan.",
    "unknown_signature": "Có chữ ký số không thuộc về văn bản này.",
    "agency_already_signed": "Cơ quan đã ký số trước khi văn thư cấp số.",
    "person_signature_broken": "Chữ ký số của người có thẩm quyền không còn nguyên vẹn.",
    "agency_signature_broken": "Chữ ký số của cơ quan không còn nguyên vẹn.",
    "person_not_trusted": "Chứng thư số của người ký không được tin cậy hoặc không còn hiệu lực.",
    "agency_not_trusted": "Chứng thư số của cơ quan không được tin cậy hoặc không còn hiệu lực.",
    "person_certificate_differs": "Người ký không dùng chứng thư số đã ghi trong hồ sơ.",
    "agency_certificate_differs": "Dấu không được ký bằng chứng thư số của cơ quan ban hành.",
    "person_does_not_certify": "Chữ ký của người có thẩm quyền không khóa nội dung văn bản.",
    "agency_does_not_lock": "Chữ ký số của cơ quan không khóa tất cả các ô của văn bản.",
    "changed_with_signature": "Văn bản bị sửa trong lúc người có thẩm quyền ký.",
    "changed_before_seal": "Văn bản bị sửa sau khi người có thẩm quyền ký, trước khi cơ quan ký.",
    "changed_after_signature": "Có thay đổi sau khi người có thẩm quyền ký.",
    "changed_after_seal": "Văn bản bị sửa sau khi cơ quan ký số.",
    "catalogue_changed": "Cấu trúc chung của tệp bị sửa sau khi trình ký.",
    "field_changed": "Vị trí hoặc thuộc tính của ô điền bị sửa sau khi trình ký.",
    "number_line_odd": "Ô số và ký hiệu có nội dung khác với một số được điền vào.",
    "date_line_odd": "Ô địa danh và thời gian có nội dung khác với một ngày được điền vào.",
    "number_line_drawn_otherwise": "Số và ký hiệu nhìn thấy khác với số và ký hiệu được ghi.",
    "date_line_drawn_otherwise": "Ngày tháng nhìn thấy khác với ngày tháng được ghi.",
    "person_revoked": "Chứng thư số của người ký đã bị thu hồi trước khi ký.",
    "agency_revoked": "Chứng thư số của cơ quan đã bị thu hồi trước khi ký.",
    "person_revocation_missing": "Tệp thiếu dữ liệu chứng minh chứng thư số của người ký chưa bị "
    "thu hồi khi ký.",
    "agency_revocation_missing": "Tệp thiếu dữ liệu chứng minh chứng thư số của cơ quan chưa bị "
    "thu hồi khi ký.",
    "stamp_missing": "Chữ ký số của cơ quan không có dấu thời gian mà tệp phải có.",
    "stamp_broken": "Dấu thời gian không còn nguyên vẹn hoặc không thuộc về tệp này.",
    "stamp_not_trusted": "Dấu thời gian không được tin cậy, hoặc chứng thư số của nơi cấp đã hết "
    "hiệu lực mà tệp chưa được gia hạn.",
    "stamps_out_of_order": "Các dấu thời gian không theo đúng thứ tự.",
    "long_term_data_odd": "Dữ liệu xác thực lâu dài trong tệp không đúng dạng.",
    "number_line_differs": "Số và ký hiệu không khớp với sổ đăng ký văn bản đi.",
    "date_line_differs": "Ngày tháng không khớp với sổ đăng ký văn bản đi.",
}


def problem(code: str) -> Problem:
    return Problem(code, SENTENCES[code])


def verdict(
    codes: Iterable[str],
    *,
    signatures: tuple[SignatureReport, ...] = (),
    number_line: str | None = None,
    date_line: str | None = None,
    level: Level = Level.B_B,
    stamps: tuple[StampReport, ...] = (),
) -> Verification:
    """The verdict that the codes of the problems add up to, each named once."""
    found = tuple(dict.fromkeys(codes))
    return Verification(
        signatures=signatures,
        problems=tuple(problem(code) for code in found),
        number_line=number_line,
        date_line=date_line,
        whole=all(code in OF_THE_RECORDS for code in found),
        registered=number_line is not None and OF_THE_RECORDS.isdisjoint(found),
        level=level,
        stamps=stamps,
    )
