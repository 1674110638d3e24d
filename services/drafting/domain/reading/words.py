"""The words by which people, posts, organs and the beginnings of a body are known."""

import re

from services.drafting.domain.text_lines import is_capitals

WORDS_OF_PROSE = 8

AUTHORITY = re.compile(
    r"(?:T/?M|K/?T|T/?L|T/?UQ|(?:KT|TL|TUQ)(?:BT|GĐ|TGĐ|CT|TCT|CN|HT|TTg|VT|TP|CVP))(?:\.|\b)[\s.,]*(?=[^\W\d_])"
)
"""How a signing block opens: "KT.", "T/M", "TUQ.", "KTBT" (ND30 PL1 II.7)."""
_ACTING = re.compile(r"(?:Q|QUYỀN|Quyền)(?:\.|\s)\s*(?=[^\W\d_])")
_POST = re.compile(
    r"TRƯỞNG|GIÁM ĐỐC|CHỦ TỊCH|CHÁNH|CHỦ NHIỆM|BÍ THƯ|THỦ TƯỚNG|THƯ KÝ|CHỦ TỌA|CHỦ TOẠ"
    r"|ỦY VIÊN|UỶ VIÊN|TƯ LỆNH|THỐNG ĐỐC|TỔNG BIÊN TẬP|ĐẠI DIỆN|CHÍNH ỦY|CHÍNH UỶ"
    r"|TỔNG KIỂM TOÁN|TỔNG THANH TRA|CHỈ HUY|KẾ TOÁN|NGƯỜI (?:KÝ|LẬP|BÁO CÁO|TRÌNH)"
    r"|THẨM PHÁN|KIỂM SÁT VIÊN|CHẤP HÀNH VIÊN|CÔNG CHỨNG VIÊN|BỘ TRƯỞNG|BAN THƯỜNG (?:TRỰC|VỤ)"
)
_ORGAN = re.compile(
    r"(?:TỔNG\s+)?(?:CỤC|CÔNG\s+TY|LIÊN\s+ĐOÀN|HỘI(?!\s+NGHỊ))\b|CHI\s+(?:CỤC|NHÁNH|BỘ|HỘI)\b"
    r"|(?:BỘ|SỞ|VỤ|VIỆN|TRẠM|HẠT|ĐỘI|KHỐI|KHOA)\b|(?:ỦY|UỶ)\s+BAN\b|UBND\b|HĐND\b|UBMTTQ\b"
    r"|HỘI\s+ĐỒNG\b|TRƯỜNG\b(?!\s+HỢP)|ĐẠI\s+HỌC\b|HỌC\s+VIỆN\b|BAN\b(?!\s+(?:HÀNH|NHÂN))"
    r"|PHÒNG\b(?!,?\s*(?:CHỐNG|CHÁY|KHÔNG|THỦ|NGỪA))|TRUNG\s+TÂM\b|TẬP\s+ĐOÀN\b|BỆNH\s+VIỆN\b"
    r"|VĂN\s+PHÒNG\b|CÔNG\s+AN\b|TÒA\s+ÁN\b|TOÀ\s+ÁN\b|BẢO\s+HIỂM\b|NGÂN\s+HÀNG\b|KHO\s+BẠC\b"
    r"|THANH\s+TRA\b|ĐÀI\b|BÁO\b(?!\s+(?:CÁO|CHÍ))|TẠP\s+CHÍ\b|THỦ\s+TƯỚNG\b|CHỦ\s+TỊCH\b"
    r"|CHÍNH\s+PHỦ\b|QUỐC\s+HỘI\b|ĐẢNG\s+(?:BỘ|ỦY|UỶ|CỘNG)\b|(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ)\s+(?:ỦY|UỶ)\b"
    r"|TỔ\b(?!\s+(?:QUỐC|CHỨC))|MẶT\s+TRẬN\b|ĐOÀN\b(?!\s+KẾT)|LIÊN\s+MINH\b|HIỆP\s+HỘI\b|BQL\b"
    r"|THƯỜNG\s+TRỰC\b|KIỂM\s+TOÁN\b|THÔNG\s+TẤN\b|NHÀ\s+(?:XUẤT|HÁT|VĂN|THIẾU)\b|CẢNG\b|CHÁNH\b"
    r"|TÒA\b|QUỸ\b|KHU\s+(?:BẢO|CÔNG|DI|KINH)|VƯỜN\b|BẢO\s+TÀNG\b|THƯ\s+VIỆN\b|DOANH\s+NGHIỆP\b"
    r"|XÍ\s+NGHIỆP\b|HỢP\s+TÁC\s+XÃ\b|PHÂN\s+(?:VIỆN|HIỆU)\b|VIỄN\s+THÔNG\b|ĐIỆN\s+LỰC\b"
)
_DANGLING = re.compile(
    r"(?:\b(?:BAN THƯỜNG VỤ|BAN CHẤP HÀNH|THƯỜNG TRỰC"
    r"|VÀ|CỦA|CÁC|VỀ|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|PHƯỜNG|XÃ)|[,&-])$"
)
_OPENING = re.compile(
    r"(?:Căn cứ|Thực hiện|Thi hành|Theo|Trả lời|Phúc đáp|Trong|Ngày|Vừa qua|Nhằm|Để|Tiếp theo"
    r"|Tiếp tục|Xét|Qua|Tại|Được|Hiện nay|Từ|Sau khi|Triển khai|Trên cơ sở|Nhân dịp|Liên quan"
    r"|Vào|Về việc|Thời gian|Hưởng ứng|Chấp hành|Kính thưa|Kính trình|Đồng chí|Bộ|Sở|Ủy ban"
    r"|UBND|Chúng tôi|Trước|Do|Nay|Ban|Cục|Phòng|Tổng cục|Trường|Công ty|Năm|Với|Đến|Văn phòng"
    r"|Nhận được|Nhằm mục đích|Ngay sau|Tính đến|Hôm nay|Hồi)\b"
)
_SURE_OPENING = re.compile(
    r"(?:Căn cứ|Thực hiện|Thi hành|Trả lời|Phúc đáp|Vừa qua|Nhằm|Tiếp theo|Trong thời gian"
    r"|Xét|Hiện nay|Triển khai|Trên cơ sở|Nhân dịp|Liên quan|Hưởng ứng|Nhận được|Để|Sau khi"
    r"|Theo (?:đề|quy|nội|công|văn|chỉ|kế|báo|tinh|ý|Công|Quyết|Kế|Thông|Nghị|Chỉ|Văn))\b"
)
LEGAL_BASIS = re.compile(r"(?:Căn cứ|Xét|Theo đề nghị|Thực hiện|Thi hành|Trên cơ sở)\b")
_RANK = re.compile(
    r"(?:(?:Thiếu|Trung|Thượng|Đại)\s+(?:úy|uý|tá|tướng)|(?:PGS|GS|TSKH|TS|Th\.?S|BS|CN|KS|LS)\b\.?"
    r"|BSCK\w+\.?|Tiến sĩ|Thạc sĩ|Bác sĩ|Luật sư)[\s.,]*"
)
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:['’.-][^\W\d_]+)*\.?")
_FAMILY_NAMES = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đoàn đào "
    "mai lâm hà cao lương lưu trương tạ tô triệu châu kiều tống phùng quách nông hứa bế "
    "vương thái mạc "
    "sùng giàng vàng lò cầm đèo thào khuất ứng tăng thạch sơn danh liêu tôn trang từ thân vi viên "
    "đồng nghiêm ông ninh giáp khổng âu lục cù thẩm diệp la văn phí đàm chử lã doãn trầm"
)
_SURNAMES = frozenset(_FAMILY_NAMES.split(" "))


def is_prose(text: str) -> bool:
    """Whether the text is long enough to be a sentence of the body."""
    return len(text[:400].split()) >= WORDS_OF_PROSE


def opens_body(text: str, *, surely: bool = False) -> bool:
    """Whether a body begins with these words; `surely`: no name of an organ begins so too."""
    return (_SURE_OPENING if surely else _OPENING).match(text) is not None


def is_organ(text: str) -> bool:
    """Whether an organ's name begins here, in whatever letters."""
    return _ORGAN.match(text[:80].upper()) is not None


def dangles(text: str) -> bool:
    """Whether a name in capitals can't end so: "SỞ TÀI NGUYÊN VÀ"."""
    return _DANGLING.search(text[-40:]) is not None


def names_a_post(text: str) -> bool:
    return _POST.search(text[:200].upper()) is not None


def opens_authority(text: str) -> bool:
    """Whether a signing block opens here: "KT. GIÁM ĐỐC", "Q. CỤC TRƯỞNG"."""
    found = AUTHORITY.match(text)
    if found:
        return is_capitals(text[:200]) or names_a_post(text) or is_organ(text[found.end() :])
    return _ACTING.match(text) is not None and names_a_post(text)


def is_title(text: str) -> bool:
    """Whether the text can be a line of a signing block, by its words."""
    if not 2 <= len(text) <= 200 or text.endswith((";", ":")):
        return False
    return opens_authority(text) or (is_capitals(text) and names_a_post(text))


def bare_name(text: str) -> str:
    """A person's name without ranks and degrees before it."""
    while rank := _RANK.match(text):
        text = text[rank.end() :]
    return text


def is_name(text: str) -> bool:
    """Whether the text can be a person's name: two to six words, each with a capital."""
    if len(text) > 80 or text.endswith((";", ":", ",")):
        return False
    words = bare_name(text).split()
    return (
        2 <= len(words) <= 6
        and all(word[0].isupper() and _NAME_WORD.fullmatch(word) for word in words)
        and (has_surname(text) or not (names_a_post(text) or is_organ(text)))
    )


def is_capital_name(text: str) -> bool:
    """The same of a name in capitals only, which its family name tells from a title."""
    words = bare_name(text).casefold().split()
    return is_name(text) and is_capitals(text) and len(words) <= 5 and words[0] in _SURNAMES


def has_surname(text: str) -> bool:
    words = bare_name(text).casefold().split()
    return bool(words) and words[0] in _SURNAMES
