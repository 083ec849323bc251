from __future__ import annotations

import pytest
from check.examples import FORM, filed
from msgspec.structs import replace

from toolkit.check.wording import check_wording
from toolkit.filing import Paragraph, Place
from toolkit.finding import Quote, Severity

Marks = list[tuple[str, str]]


def marks(text: str, section: str = "overview.oversight", organ: str = "大通区民政局") -> Marks:
    filing = filed(profile={"name": organ}, texts={section: text})
    return [(one.code, str(one.found)) for one in check_wording(FORM, filing)]


class TestPlaceholders:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("全年开展培训××次。", "××"),
            ("全年开展培训XX次。", "XX"),
            ("全年开展培训X次。", "X"),
            ("全年开展培训___次。", "___"),
            ("考核情况：待补充。", "待补充"),
            ("由某某局牵头。", "某某局"),
            ("〔待填〕", "〔待填〕"),
            ("请写具体的事，不要抄去年的话。", "请写具体的事，不要抄去年的话"),
        ],
    )
    def test_left_in(self, text: str, words: str) -> None:
        assert marks(text) == [("T430", words)]

    @pytest.mark.parametrize(
        "text", ["开通XXGK栏目。", "申请人某某的个人信息已隐去。", "见http://www.example.gov.cn/xx_yy/。"]
    )
    def test_none(self, text: str) -> None:
        assert marks(text) == []


class TestYears:
    @pytest.mark.parametrize(
        "text",
        [
            "所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
            "2022年，我局坚持公开为常态。",
            "一年来进展顺利。2022年我局认真落实条例。",
            "大通区民政局2022年政府信息公开工作年度报告",
            "（一）主动公开情况。2022年，全区公开平稳。",
        ],
    )
    def test_left_from_last_year(self, text: str) -> None:
        assert {code for code, _ in marks(text)} == {"T431"}

    @pytest.mark.parametrize(
        "text",
        [
            "统计期限自2023年1月1日起至2023年12月31日止。",
            "2022年印发的办法继续施行。",
            "根据《2022年政务公开工作要点》开展工作。",
            "2022年收到28件，2023年收到34件。",
            "较2022年增长两成。",
            "2022年结转的申请已办结。",
            "2024年，我局将继续努力。",
            "自2019年以来，持续公开。",
            "按时公布了2022年政府信息公开工作年度报告。",
            "针对2022年考核反馈的问题逐项整改。",
            "2022年，我局启动目录修订，2023年完成。",
        ],
    )
    def test_legitimate(self, text: str) -> None:
        assert marks(text) == []


class TestNames:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("年初，我委制定方案。", "我委"),
            ("我镇加强管理，我镇定期检查。", "我镇"),
            ("在我县各部门推广。", None),
            ("我县政务公开稳步推进。", "我县"),
            ("如有疑问，请与田家庵区教育局联系。", "田家庵区教育局"),
            ("本报告由田家庵区教育局编制。", "田家庵区教育局"),
        ],
    )
    def test_of_others(self, text: str, words: str | None) -> None:
        assert marks(text) == ([("T432", words)] if words else [])

    @pytest.mark.parametrize(
        ("text", "organ"),
        [
            ("我局加强管理。", "大通区民政局"),
            ("我区公开平稳，我市要求严格。", "大通区民政局"),
            ("我委加强管理。", "大通区卫生健康委员会"),
            ("我办加强管理。", "大通区人民政府办公室"),
            ("请与大通区人民政府办公室联系。", "淮南市大通区人民政府"),
            ("请与区民政局联系。", "大通区民政局"),
            ("我镇在我区率先推广。", "大通区九龙岗镇人民政府"),
            ("由各部门编制目录。", "大通区民政局"),
            ("全年未发生自我局限的情形。", "大通区卫生健康委员会"),
        ],
    )
    def test_its_own(self, text: str, organ: str) -> None:
        assert marks(text, organ=organ) == []


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("一是抓制度；三是抓培训。", "三"),
            ("一是抓制度；二是抓培训；二是抓考核。", "二"),
            ("（一）主要问题。|（三）改进情况。", "三"),
            ("1.制度建设。|3.队伍建设。", "3"),
            ("四、申请情况|收到申请后及时登记。", "四"),
            ("二是抓制度；三是抓培训。", "二"),
        ],
    )
    def test_out_of_turn(self, text: str, words: str) -> None:
        assert marks(text) == [("T433", words)]

    @pytest.mark.parametrize(
        "text",
        [
            "一是抓制度；二是抓培训；三是抓考核。",
            "主要问题：一是慢；二是少。|改进情况：一是快；二是多。",
            "（一）主要问题。|（二）改进情况。",
            "1.制度。|2.队伍。|2023年完成。",
            "依据第二十条第（一）项、第（五）项公开。",
            "信息公开率之一是98.5%。",
        ],
    )
    def test_in_turn(self, text: str) -> None:
        assert marks(text) == []


class TestHeadings:
    """The headings of a published report as printed."""

    @pytest.mark.parametrize(
        ("headings", "found"),
        [
            ("一、总体情况|四、申请情况|五、问题", [("T433", "四", "二")]),
            ("一、总体情况|（一）主动公开|（二）依申请公开|（二）平台建设", [("T433", "二", "三")]),
            ("一、总体情况|（一）主动公开|（三）依申请公开|二、公开情况", [("T433", "三", "二")]),
            ("二、公开情况|三、申请情况", [("T433", "二", "一")]),
            ("一、总体情况|一、公开情况|二、申请情况", [("T433", "一", "二")]),
            ("一、总体情况|（二）依申请公开|二、公开情况", [("T433", "二", "一")]),
            ("十、总则|十二、附则", [("T433", "十", "一"), ("T433", "十二", "十一")]),
            ("一、总体情况|二、公开情况|3、申请情况|四、复议诉讼", [("T438", "3", "三、")]),
            ("一、问题|（一）慢|（二）少|3.浅", [("T438", "3", "（三）")]),
            ("一、总体情况|（一）主动公开|（二）管理|二、公开情况|（三）申请", [("T433", "三", "一")]),
        ],
    )
    def test_out_of_turn(self, headings: str, found: list[tuple[str, str, str]]) -> None:
        filing = replace(filed(), headings=tuple(map(Paragraph, headings.split("|"))))
        findings = check_wording(FORM, filing)
        assert [(one.code, one.found, one.expected) for one in findings] == found

    @pytest.mark.parametrize(
        "headings",
        [
            "",
            "总体情况|公开情况",
            "一、总体情况|（一）主动公开|（二）依申请公开|二、公开情况|三、申请情况",
            "一、总体情况|(一) 主动公开|1．机制|2．平台|（二）依申请公开|1．流程|二、公开情况|（一）甲|（二）乙",
            "（一）慢|（二）少|（一）快|（二）多",
        ],
    )
    def test_in_turn(self, headings: str) -> None:
        filing = replace(filed(), headings=tuple(map(Paragraph, headings.split("|"))))
        assert list(check_wording(FORM, filing)) == []

    def test_a_section_of_a_printed_report_may_begin_with_any_number(self) -> None:
        text = "（三）依申请公开。收到后当日登记。|（四）处理咨询。及时答复。"
        filing = filed(texts={"overview.requests": text})
        assert [one.code for one in check_wording(FORM, filing)] == ["T433"]
        assert list(check_wording(FORM, replace(filing, headings=(Paragraph("一、总体情况"),)))) == []

    def test_stands_where_it_is_printed(self) -> None:
        place = Place("五、存在的主要问题及改进情况", "第12段")
        filing = replace(filed(), headings=(Paragraph("一、总体情况"), Paragraph("五、问题", place)))
        (finding,) = check_wording(FORM, filing)
        assert (finding.severity, finding.sheet, finding.cell) == (
            Severity.WARNING,
            place.sheet,
            place.cell,
        )
        assert finding.quote == Quote("五、问题", 0, 1)
        assert finding.message == "序号“五”不连续，这里应是“二”。"


class TestPersonalData:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("申请人张小明申请公开征地批文。", "张小明"),
            ("联系人手机13812345678。", "13812345678"),
            ("身份证号340402199001011234。", "340402199001011234"),
        ],
    )
    def test_found(self, text: str, words: str) -> None:
        assert marks(text) == [("T434", words)]

    @pytest.mark.parametrize(
        "text",
        [
            "申请人张某申请公开征地批文。",
            "申请人申请公开的内容不明确。",
            "公民提出申请的，当场登记。",
            "电话：0554-2519375，邮编：232000。",
            "申请人高度认可，提出的申请及时办结。",
            "信用代码113404020030260541。",
        ],
    )
    def test_none(self, text: str) -> None:
        assert marks(text) == []


class TestProblemsAndImprovements:
    @pytest.mark.parametrize(
        ("text", "missing"),
        [
            ("一年来我局认真履行职责，各项工作平稳有序。", 2),
            ("主要问题是部分栏目更新不及时，内容单薄。", 1),
            ("主要问题是栏目更新慢。|下一步逐栏目明确时限和责任人。", 0),
            ("无", 0),
        ],
    )
    def test_both_are_due(self, text: str, missing: int) -> None:
        assert [code for code, _ in marks(text, "problems")] == ["T435"] * missing
