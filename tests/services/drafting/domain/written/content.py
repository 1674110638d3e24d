"""What a made dispatch says: the answers that the reader must find."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    parent_lines: tuple[str, ...]
    name_lines: tuple[str, ...]
    code: str
    unit: str
    place: str
    blocks: tuple[tuple[str, ...], ...]
    """Signing blocks that it uses, each from its title lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    agency: Agency
    doc_type: str
    heading: str
    """Of a named type, in capitals; empty for a công văn."""
    number: str | None
    day: date | None
    subject: str
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]
    recipients: tuple[str, ...]
    file_copy: str
    block: tuple[str, ...]
    signer: str
    urgency: str

    @property
    def symbol(self) -> str:
        named = {"thong_bao": "TB", "quyet_dinh": "QĐ", "ke_hoach": "KH", "to_trinh": "TTr"}
        short = named.get(self.doc_type)
        return f"{short}-{self.agency.code}" if short else f"{self.agency.code}-{self.agency.unit}"


AGENCIES = (
    Agency(
        parent_lines=("UBND TỈNH LẠNG SƠN",),
        name_lines=("SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"),
        code="SVHTTDL",
        unit="QLVH",
        place="Lạng Sơn",
        blocks=(("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("Q. GIÁM ĐỐC",)),
    ),
    Agency(
        parent_lines=("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HỒ CHÍ MINH"),
        name_lines=("SỞ GIÁO DỤC VÀ ĐÀO TẠO",),
        code="GDĐT",
        unit="KT&KĐCL",
        place="Thành phố Hồ Chí Minh",
        blocks=(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
    ),
    Agency(
        parent_lines=(),
        name_lines=("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"),
        code="UBND",
        unit="KGVX",
        place="Quảng Ngãi",
        blocks=(
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ),
    ),
    Agency(
        parent_lines=("BỘ TÀI CHÍNH",),
        name_lines=("TỔNG CỤC THUẾ",),
        code="TCT",
        unit="CS",
        place="Hà Nội",
        blocks=(
            ("KT. TỔNG CỤC TRƯỞNG", "PHÓ TỔNG CỤC TRƯỞNG"),
            ("TUQ. TỔNG CỤC TRƯỞNG", "VỤ TRƯỞNG VỤ CHÍNH SÁCH"),
        ),
    ),
    Agency(
        parent_lines=(),
        name_lines=("BỘ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"),
        code="BVHTTDL",
        unit="DSVH",
        place="Hà Nội",
        blocks=(
            ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"),
            ("TL. BỘ TRƯỞNG", "CỤC TRƯỞNG", "CỤC DI SẢN VĂN HÓA"),
            ("TL. BỘ TRƯỞNG", "KT. VỤ TRƯỞNG VỤ THƯ VIỆN", "PHÓ VỤ TRƯỞNG"),
        ),
    ),
    Agency(
        parent_lines=("UBND HUYỆN BẮC SƠN",),
        name_lines=("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",),
        code="PGDĐT",
        unit="TH",
        place="Bắc Sơn",
        blocks=(("TRƯỞNG PHÒNG",), ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")),
    ),
    Agency(
        parent_lines=(),
        name_lines=("VĂN PHÒNG CHÍNH PHỦ",),
        code="VPCP",
        unit="KTTH",
        place="Hà Nội",
        blocks=(("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM"), ("BỘ TRƯỞNG, CHỦ NHIỆM",)),
    ),
)
TYPES = (
    *(("cong_van", ""),) * 6,
    ("thong_bao", "THÔNG BÁO"),
    ("quyet_dinh", "QUYẾT ĐỊNH"),
    ("ke_hoach", "KẾ HOẠCH"),
    ("to_trinh", "TỜ TRÌNH"),
)
SUBJECTS = (
    "tăng cường công tác quản lý lễ hội trên địa bàn tỉnh năm 2026",
    "tham gia ý kiến đối với dự thảo Quy chế phối hợp giữa các cơ quan, đơn vị",
    "triển khai thực hiện Chiến lược chuyển đổi số báo chí đến năm 2025, định hướng đến năm 2030",
    "báo cáo kết quả kiểm kê di tích",
    "cơ chế đặc thù đối với Dự án kéo dài tuyến đường sắt đô thị đến Trung tâm hành chính tỉnh",
)
ADDRESSEES = (
    ("Các phòng chuyên môn", "Các đơn vị sự nghiệp trực thuộc Sở"),
    ("Ủy ban nhân dân các xã, phường",),
    ("Cục Thuế tỉnh Đắk Nông",),
    (
        "Các Bộ: Công an, Tư pháp, Tài chính, Xây dựng",
        "Ủy ban nhân dân tỉnh Đồng Nai",
        "Tập đoàn Điện lực Việt Nam",
    ),
    ("Hiệu trưởng các trường trung học phổ thông", "Giám đốc các trung tâm"),
)
OPENINGS = (
    (
        "Thực hiện Công văn số 2305-CV/BTGTU ngày 19/5/2023 của Ban Tuyên giáo Tỉnh ủy về việc"
        " triển khai Chiến lược chuyển đổi số báo chí, cơ quan đề nghị các đơn vị"
        " thực hiện như sau:"
    ),
    (
        "Căn cứ Kế hoạch số 325/KH-UBND ngày 03 tháng 12 năm 2025 của Ủy ban nhân dân tỉnh về"
        " khắc phục tình trạng úng ngập trên địa bàn, cơ quan yêu cầu triển khai các việc sau:"
    ),
    (
        "Xét đề nghị của Ủy ban nhân dân tỉnh tại Tờ trình số 92/TTr-UBND ngày 21 tháng 4"
        " năm 2026 về việc áp dụng cơ chế đặc thù, cơ quan có ý kiến như sau:"
    ),
)
MIDDLES = (
    (
        "1. Tổ chức tuyên truyền sâu rộng đến toàn thể công chức, viên chức, người lao động"
        " của cơ quan, đơn vị mình bằng hình thức phù hợp."
    ),
    (
        "2. Báo cáo kết quả thực hiện trước ngày 15 tháng 6 năm 2026 để tổng hợp, trình cấp"
        " có thẩm quyền xem xét, quyết định."
    ),
    (
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các đơn vị phản ánh"
        " kịp thời để được hướng dẫn, giải quyết."
    ),
    "- Kinh phí thực hiện bố trí trong dự toán được giao năm 2026 của các đơn vị;",
)
CLOSINGS = (
    "Đề nghị các cơ quan, đơn vị nghiêm túc triển khai thực hiện theo quy định",
    "Thông báo để các cơ quan, đơn vị biết, phối hợp thực hiện theo đúng thẩm quyền",
)
ARTICLES = (
    "Điều 1. Phê duyệt kế hoạch kèm theo Quyết định này.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký ban hành.",
    (
        "Điều 3. Chánh Văn phòng và thủ trưởng các đơn vị có liên quan chịu trách nhiệm"
        " thi hành Quyết định này"
    ),
)
RECIPIENTS = (
    "Bộ trưởng (để b/c)",
    "UBND tỉnh (b/c)",
    "Giám đốc, các Phó Giám đốc",
    "Các sở, ban, ngành",
    "VPUB: CVP, các PCVP, phòng KGVX",
    "Cổng Thông tin điện tử (để đăng tải)",
    "Sở VHTTDL tỉnh Bình Dương",
)
FILE_COPIES = (
    *(
        "VT, VP",
        "VT, GDPT (ND)",
        "VT; Cục DSVH(3); NHN, 320",
        "(VP ; KT&KĐCL)",
        "VT",
        "VT, NCTH.HH",
    ),
    *("VT, KHTC", "VT, TTHT(2)", "VT, CN (3b)"),
)
SIGNERS = (
    *("Dương Minh Tuệ", "Nguyễn Văn Ngai", "Lê Hồng Sơn", "Huỳnh Vĩnh Ái", "Trương Việt Dũng"),
    *("Phạm Thị Thanh Trà", "Hoàng Đạo Cương", "Nông Bích Diệp"),
)


def content(random: Random) -> Content:
    """One of many thousands; the same for the same state of `random`."""
    agency = random.choice(AGENCIES)
    doc_type, heading = random.choice(TYPES)
    upwards = doc_type in ("cong_van", "to_trinh")
    return Content(
        agency=agency,
        doc_type=doc_type,
        heading=heading,
        number=random.choice((None, "05", "59", "512", "3722", "101322")),
        day=random.choice((None, date(2026, 1, 1) + timedelta(days=random.randrange(330)))),
        subject=random.choice(SUBJECTS),
        addressees=random.choice(ADDRESSEES) if upwards else (),
        paragraphs=_paragraphs(random, doc_type),
        recipients=(_first(doc_type), *random.sample(RECIPIENTS, random.randrange(4))),
        file_copy=random.choice(FILE_COPIES),
        block=random.choice(agency.blocks),
        signer=random.choice(SIGNERS),
        urgency=random.choice(("thuong", "thuong", "thuong", "khan", "thuong_khan", "hoa_toc")),
    )


def _first(doc_type: str) -> str:
    return "Như Điều 3" if doc_type == "quyet_dinh" else "Như trên"


def _paragraphs(random: Random, doc_type: str) -> tuple[str, ...]:
    if doc_type == "quyet_dinh":
        bases = (
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;",
            "Theo đề nghị của Giám đốc Sở Xây dựng tại Tờ trình số 191/TTr-SXD ngày 10/4/2026.",
        )
        return (*bases, "QUYẾT ĐỊNH:", *ARTICLES[:2], ARTICLES[2])
    middle = sorted(random.sample(range(len(MIDDLES)), random.randrange(1, 4)))
    return (random.choice(OPENINGS), *(MIDDLES[at] for at in middle), random.choice(CLOSINGS))
