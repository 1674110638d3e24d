"""The names of the form fields: four that every prepared PDF has, in the order of the page."""

NUMBER_LINE = "so_va_ky_hieu"
DATE_LINE = "dia_danh_va_thoi_gian"
PERSON = "chu_ky_nguoi_co_tham_quyen"
AGENCY = "chu_ky_so_cua_co_quan"

FIELD_ORDER = (NUMBER_LINE, DATE_LINE, PERSON, AGENCY)
"""The agency comes last: its seal is drawn over the person's signature."""

ANNEX = "chu_ky_so_cua_co_quan_tren_phu_luc"
"""The agency's signature on an annex in a separate file."""


def archive_stamp(number: int) -> str:
    """The field of a stamp over the whole file; numbers count from 1."""
    return f"dau_thoi_gian_{number}"
