"""What a draft still lacks before it can be submitted (ND30 Đ.10.2; PL1 II)."""

from services.drafting.domain.replacement import entries
from shared.document.forms import required_parts
from shared.document.model import DispatchText
from shared.domain.recipients import Directory, is_as_above

_REQUIRED = {
    "subject": "Thiếu trích yếu nội dung (V/v).",
    "authority": "Thiếu thẩm quyền ban hành (chức vụ người đứng đầu hoặc tên tập thể).",
    "bases": "Thiếu căn cứ ban hành.",
    "addressees": "Thiếu nơi nhận chính (Kính gửi).",
    "paragraphs": "Thiếu nội dung văn bản.",
    "recipients": "Thiếu nơi nhận.",
    "file_copy": 'Thiếu dòng "Lưu".',
    "signature_lines": "Thiếu quyền hạn, chức vụ của người ký.",
}
_ONE_SIGNS = (
    "Văn bản phát hành ở đây chỉ có một người ký; hãy bỏ chức vụ, họ tên của người ký thứ hai."
)


def matches(name: str, known: Directory) -> bool:
    """Whether the name in Nơi nhận is "Như trên" or somebody whom the agency knows."""
    return is_as_above(name) or bool(known.find(name))


def missing_for_submission(text: DispatchText, known: Directory) -> dict[str, str]:
    """Every missing field and every unknown recipient, each with its sentence; empty: complete."""
    missing = {
        field: _REQUIRED[field]
        for field in required_parts(text.doc_type)
        if not any(value.strip() for _, value in entries(text, field))
    }
    if any(value.strip() for _, value in entries(text, "cosigner_lines", "cosigner_name")):
        missing["cosigner_lines"] = _ONE_SIGNS
    above = next((name for name in text.recipients if is_as_above(name)), None)
    if above and not any(name.strip() for name in text.addressees):
        missing["addressees"] = (
            f'Nơi nhận ghi "{above.strip()}" nhưng chưa ghi đó là những ai (addressees).'
        )
    for field, name in entries(text, "addressees"):
        if name.strip() and (is_as_above(name) or not known.find(name)):
            missing[field] = _unknown(name)
    for field, name in entries(text, "recipients"):
        if name.strip() and not matches(name, known):
            missing[field] = _unknown(name)
    return missing


def _unknown(name: str) -> str:
    return f'"{name}" không khớp với nhóm, đơn vị hay chức danh nào của cơ quan.'
