"""What a check of an exported folder finds wrong: the file, and what that means."""

from dataclasses import dataclass
from typing import Final

SENTENCES: Final = {
    "missing": "Danh sách mã băm có tệp này nhưng tệp không còn: đã bị xóa hoặc chuyển đi.",
    "unlisted": "Tệp này không có trong danh sách mã băm: đã bị thêm vào sau khi xuất.",
    "altered": "Nội dung khác với mã băm trong danh sách: tệp đã bị sửa hoặc hỏng.",
    "list_unreadable": "Danh sách mã băm đã bị sửa hoặc hỏng, nên các tệp mà nó kể ra không được "
    "chứng minh.",
    "list_missing": "Không có danh sách mã băm, nên không biết phải có những tệp nào.",
    "package_incomplete": "Danh sách mã băm của hồ sơ không kể đến tệp mà hồ sơ nào cũng phải có.",
    "annex_missing": "Danh sách mã băm của hồ sơ không kể đủ các phụ lục mà sổ đăng ký ghi đã phát "
    "hành hoặc gia hạn.",
    "not_a_file": "Đây là liên kết hoặc mục đặc biệt, không phải tệp hay thư mục; không được mở.",
    "unfinished": "Phần xuất dở còn sót lại; hãy xuất lại để hoàn tất.",
    "too_large": "Tệp lớn khác thường nên chỉ so mã băm, không đọc nội dung.",
    "not_readable": "Máy không đọc được tệp này.",
    "xml_unsafe": "Siêu dữ liệu có khai báo hoặc thực thể mà hệ thống không bao giờ ghi.",
    "xml_invalid": "Siêu dữ liệu không đúng lược đồ Phụ lục VI (metadata.xsd).",
    "json_unreadable": "Không đọc được nội dung tệp như hệ thống đã ghi.",
    "chain_end": "Chuỗi sự kiện không dừng ở sự kiện cuối đã ghi trong danh sách: thiếu sự kiện ở "
    "cuối, hoặc chuỗi đã bị viết lại.",
    "foreign_event": "Trong chuỗi có sự kiện của hồ sơ khác.",
    "number_missing": "Sổ đăng ký không có sự kiện cấp số và đóng dấu của văn bản này.",
    "register_head": "Sự kiện của sổ đăng ký không khớp với đầu chuỗi sổ đã ghi khi xuất.",
    "head_missing": "Không có tệp ghi đầu chuỗi sổ đăng ký khi xuất, nên không biết các dòng của "
    "sổ có bị viết lại không.",
    "register_contradiction": "Hai hồ sơ kể khác nhau về cùng một chỗ trong chuỗi sổ đăng ký.",
    "not_recorded": "Không sự kiện nào ghi nhận tệp này: nó đã bị thay bằng tệp khác.",
}
"""By code, which is stable. A broken chain and signatures have sentences of their own."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    file: str
    """Relative to the folder."""
    code: str
    message: str
    """In Vietnamese."""


def fault(file: str, code: str) -> Fault:
    return Fault(printable(file), code, SENTENCES[code])


def chain_broken(file: str, number: int) -> Fault:
    """`number`: the first event that does not fit, from 1."""
    message = f"Chuỗi bị đứt ở sự kiện thứ {number}: nội dung đã bị sửa, xóa hoặc chèn."
    return Fault(printable(file), "chain_broken", message)


def printable(name: str) -> str:
    """A name as it can be shown: whoever adds a file chooses its name."""
    return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in name)
