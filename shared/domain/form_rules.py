"""The rules of the form check: what each asks, how grave a breach is, and since when it holds.

One list for the check itself, for an agency's own settings and for the documentation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

ERROR: Final = "error"
WARNING: Final = "warning"
INFO: Final = "info"
OFF: Final = "off"
SEVERITIES: Final = (ERROR, WARNING, INFO)


class FormSetting(StrEnum):
    """What an agency may make of a rule: only pointed out, or not checked at all."""

    INFO = INFO
    OFF = OFF


class FormErrors(StrEnum):
    """What becomes of a draft that is submitted with errors of form."""

    BLOCK = "block"
    """It is not taken before they are corrected."""
    OFFICE_DECIDES = "office_decides"
    """It is taken, and who checks the form decides (ND30 Đ.12.2)."""


ND30_IN_FORCE: Final = date(2020, 3, 5)
"""ND30 Đ.37."""

_TITLES = "ND30 Đ.13, PL1 II.7.a"
_CITED = "ND30 PL1 II.6.b"
_BASES = "ND30 PL1 II.6.a"
_DIVIDED = "ND30 PL1 II.6.đ"
_CHECKED = "ND30 Đ.12.2"
_UNICODE = "ND30 PL1 I (TCVN 6909:2001)"


@dataclass(frozen=True, slots=True)
class FormRule:
    code: str
    severity: str
    source: str
    """Where the law says it: "ND30 PL1 II.4"."""
    asks: str
    """A Vietnamese sentence for those who write."""
    since: date = ND30_IN_FORCE
    until: date | None = None
    """The first day on which it holds no more."""

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


FORM_RULES: Final = (
    FormRule("place_differs", ERROR, "ND30 PL1 II.4", "Địa danh là của cơ quan ban hành."),
    FormRule(
        "symbol_differs", WARNING, "ND30 PL1 II.3", "Ký hiệu có đơn vị soạn thảo của văn bản."
    ),
    FormRule("symbol_type", ERROR, "ND30 PL1 II.3, PL3 I", "Ký hiệu hợp với tên loại văn bản."),
    FormRule(
        "symbol_unit",
        INFO,
        "ND30 PL1 II.3",
        "Ký hiệu công văn có chữ viết tắt của đơn vị soạn thảo hoặc lĩnh vực.",
    ),
    FormRule("symbol_capitals", ERROR, "ND30 PL1 II.3", "Ký hiệu viết bằng chữ in hoa."),
    FormRule("number_zero", WARNING, "ND30 PL1 II.3", "Số nhỏ hơn 10 có số 0 đứng trước."),
    FormRule("number_colon", WARNING, "ND30 PL1 II.3", 'Sau từ "Số" có dấu hai chấm.'),
    FormRule(
        "date_zeros",
        WARNING,
        "ND30 PL1 II.4",
        "Ngày nhỏ hơn 10 và tháng 1, 2 có số 0 đứng trước; tháng 3 đến 9 thì không.",
    ),
    FormRule("date_words", WARNING, "ND30 PL1 II.4", "Thời gian ban hành viết đầy đủ bằng lời."),
    FormRule("date_comma", WARNING, "ND30 PL1 II.4", "Giữa địa danh và ngày có dấu phẩy."),
    FormRule("place_letters", WARNING, "ND30 PL1 II.4", "Chữ cái đầu của địa danh viết hoa."),
    FormRule("nation_form", WARNING, "ND30 PL1 II.1", "Quốc hiệu viết bằng chữ in hoa."),
    FormRule(
        "issuer_capitals", WARNING, "ND30 PL1 II.2", "Tên cơ quan ban hành viết bằng chữ in hoa."
    ),
    FormRule("motto_form", WARNING, "ND30 PL1 II.1", 'Tiêu ngữ: "Độc lập - Tự do - Hạnh phúc".'),
    FormRule("component_missing", WARNING, "ND30 Đ.8, PL1 II", "Đủ các thành phần thể thức."),
    FormRule("left_blank", INFO, "ND30 Đ.15, PL1 II", "Số và ngày ghi khi ban hành."),
    FormRule("component_order", WARNING, "ND30 Đ.8, PL1 IV", "Các thành phần đứng đúng thứ tự."),
    FormRule("subject_prefix", WARNING, "ND30 PL1 II.5", 'Trích yếu công văn đứng sau "V/v".'),
    FormRule("subject_capital", WARNING, "ND30 PL1 II.5, PL2", 'Sau "V/v" không viết hoa chữ đầu.'),
    FormRule("subject_letters", WARNING, "ND30 PL1 II.5", "Trích yếu viết bằng chữ in thường."),
    FormRule(
        "addressees_punctuation",
        WARNING,
        "ND30 PL1 II.9",
        'Sau "Kính gửi" có dấu hai chấm; nhiều nơi thì mỗi dòng hết bằng dấu chấm phẩy, dòng cuối '
        "bằng dấu chấm.",
    ),
    FormRule(
        "addressees_lines",
        WARNING,
        "ND30 PL1 II.9",
        "Một nơi kính gửi: cùng dòng; từ hai nơi trở lên: mỗi nơi một dòng riêng.",
    ),
    FormRule(
        "recipients_punctuation",
        WARNING,
        "ND30 PL1 II.9",
        'Sau "Nơi nhận", "Lưu" có dấu hai chấm; mỗi nơi nhận hết bằng dấu chấm phẩy, dòng "Lưu" '
        "bằng dấu chấm.",
    ),
    FormRule("as_above_first", INFO, "ND30 PL3 mẫu 1.5", '"Như trên" đứng đầu nơi nhận.'),
    FormRule("as_above_missing", INFO, "ND30 PL1 II.9", 'Nơi nhận của công văn có "Như trên".'),
    FormRule(
        "post_abbreviation", ERROR, "ND30 PL1 II.9", "Chức danh viết tắt như cơ quan quy định."
    ),
    FormRule(
        "file_copy_registry",
        WARNING,
        "ND30 PL1 II.9, PL3 mẫu 1.5",
        'Dòng "Lưu" bắt đầu bằng "VT".',
    ),
    FormRule(
        "file_copy_unit",
        WARNING,
        "ND30 PL1 II.9, PL3 mẫu 1.5",
        'Dòng "Lưu" có đơn vị soạn thảo như trong ký hiệu.',
    ),
    FormRule(
        "leftover_punctuation",
        WARNING,
        "ND30 PL1 II.5, II.9",
        "Bản thảo không mang dấu và chữ dẫn mà hệ thống tự trình bày.",
    ),
    FormRule(
        "tm_without_collective", ERROR, _TITLES, "Chỉ tập thể lãnh đạo mới ký thay mặt (TM.)."
    ),
    FormRule("tm_before_post", ERROR, _TITLES, "Sau TM. là tên tập thể, không phải chức vụ."),
    FormRule("deputy_missing", ERROR, _TITLES, "Dưới dòng KT. là chức vụ của cấp phó."),
    FormRule("mark_alone", WARNING, _TITLES, "Dưới dòng TM., TL., TUQ. là chức vụ của người ký."),
    FormRule("acting_alone", ERROR, _TITLES, "Dưới dòng Q. không có chức vụ nào khác."),
    FormRule("mark_form", WARNING, _TITLES, "Viết TM., Q., KT., TL., TUQ. với dấu chấm."),
    FormRule(
        "signature_differs",
        ERROR,
        "ND30 Đ.13, PL1 II.7",
        "Quyền hạn, chức vụ là của người ký.",
    ),
    FormRule("signer_differs", ERROR, "ND30 PL1 II.7", "Họ tên là của người ký."),
    FormRule(
        "signature_capitals",
        WARNING,
        "ND30 PL1 II.7.đ",
        "Quyền hạn, chức vụ viết bằng chữ in hoa.",
    ),
    FormRule(
        "signer_capitals",
        WARNING,
        "ND30 PL1 II.7.đ, PL2 II",
        "Họ tên người ký viết bằng chữ in thường, hoa chữ cái đầu mỗi âm tiết.",
    ),
    FormRule(
        "academic_title",
        ERROR,
        "ND30 PL1 II.7.c",
        "Không ghi học hàm, học vị, danh hiệu trước họ tên.",
    ),
    FormRule(
        "bases_punctuation",
        WARNING,
        _BASES,
        "Mỗi căn cứ hết bằng dấu chấm phẩy, căn cứ cuối bằng dấu chấm.",
    ),
    FormRule(
        "citation_incomplete",
        INFO,
        _CITED,
        "Viện dẫn lần đầu ghi đủ thời gian, cơ quan ban hành, trích yếu.",
    ),
    FormRule(
        "citation_repeated",
        INFO,
        _CITED,
        "Từ lần viện dẫn thứ hai chỉ ghi tên loại và số, ký hiệu.",
    ),
    FormRule("law_number", INFO, _CITED, "Viện dẫn Luật, Pháp lệnh chỉ ghi tên."),
    FormRule("citation_comma", INFO, _CITED, "Không có dấu phẩy giữa số, ký hiệu và ngày."),
    FormRule(
        "article_capital",
        INFO,
        "ND30 PL2 V.7",
        "Viện dẫn: viết hoa Phần, Chương, Mục, Điều, không viết hoa khoản, điểm.",
    ),
    FormRule("sentence_capital", INFO, "ND30 PL2 I", "Viết hoa chữ cái đầu câu."),
    FormRule("organ_capital", INFO, "ND30 PL2 IV.1", 'Tên cơ quan: "Ủy ban nhân dân".'),
    FormRule(
        "place_capital",
        INFO,
        "ND30 PL2 III.1",
        'Địa danh: "tỉnh Nam Định"; riêng "Thành phố Hồ Chí Minh", "Thủ đô Hà Nội".',
    ),
    FormRule("post_capital", INFO, "ND30 PL2 V.3", "Viết hoa chức vụ đi liền với tên người."),
    FormRule("people_capital", INFO, "ND30 PL2 V.1", 'Viết hoa "Nhân dân".'),
    FormRule("day_capital", INFO, "ND30 PL2 V.5, V.8", "Viết hoa tên ngày, tháng, ngày lễ."),
    FormRule("article_mark", WARNING, _DIVIDED, 'Sau số thứ tự của điều có dấu chấm: "Điều 1.".'),
    FormRule("clause_mark", INFO, _DIVIDED, 'Khoản đánh số "1.", điểm đánh chữ "a)".'),
    FormRule("point_letters", INFO, _DIVIDED, "Điểm theo bảng chữ cái tiếng Việt: c, d, đ, e, g."),
    FormRule("article_order", INFO, _DIVIDED, "Điều đánh số liên tiếp, bắt đầu từ 1."),
    FormRule(
        "heading_numeral",
        WARNING,
        _DIVIDED,
        "Phần, Chương đánh số La Mã; Mục, Tiểu mục đánh chữ số Ả Rập.",
    ),
    FormRule(
        "annex_unmentioned",
        WARNING,
        "ND30 PL1 III.1.a",
        "Có Phụ lục thì nội dung có chỉ dẫn về Phụ lục.",
    ),
    FormRule("annex_number", WARNING, "ND30 PL1 III.1.a", "Phụ lục đánh số bằng chữ số La Mã."),
    FormRule("end_mark_missing", INFO, "ND30 PL3 mẫu 1.5", 'Nội dung kết thúc bằng "./.".'),
    FormRule("doubled_word", INFO, _CHECKED, "Một từ không viết hai lần liền nhau."),
    FormRule("misspelt_word", INFO, _CHECKED, "Từ viết đúng như từ điển tiếng Việt."),
    FormRule("unknown_syllable", INFO, _CHECKED, "Mỗi tiếng là một âm tiết của tiếng Việt."),
    FormRule("tone_placement", INFO, _UNICODE, 'Dấu thanh đặt như "hòa", "ủy" trong Nghị định.'),
    FormRule("eth_for_d", WARNING, _UNICODE, "Chữ Đ là U+0110, không phải U+00D0."),
    FormRule("decomposed_letters", INFO, _UNICODE, "Chữ có dấu viết bằng Unicode dựng sẵn."),
    FormRule("urgency_word", WARNING, "ND30 PL1 III.2", "Chỉ có khẩn, thượng khẩn, hỏa tốc."),
)

RULE_OF: Final = {rule.code: rule for rule in FORM_RULES}


def rule_set_on(day: date) -> str:
    """The name of the rules in force on a day: the day on which the last of them came in."""
    changes = {rule.since for rule in FORM_RULES} | {
        rule.until for rule in FORM_RULES if rule.until is not None
    }
    return max((change for change in changes if change <= day), default=date.min).isoformat()


def severity_of(code: str, settings: Mapping[str, str], day: date | None) -> str:
    """How grave a remark is on a day in an agency; `off` where the rule is not checked.

    Without a day every rule holds; codes that are no rule of form are not the agency's to set.
    """
    rule = RULE_OF[code]
    if day is not None and not rule.holds_on(day):
        return OFF
    return settings.get(code, rule.severity)
