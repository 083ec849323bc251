from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.report.compose import compose

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.filing import Filing
    from toolkit.form.model import Form
    from toolkit.report.document import Report

    Filed = Callable[..., Filing]
    Said = Callable[[Report, str], list[str]]


class TestPreamble:
    def test_everything_given(self, form: Form, filed: Filed, said: Said) -> None:
        assert said(compose(filed(), form), "preamble") == [
            (
                "本报告根据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》"
                "（国办公开办函〔2021〕30号）编制，包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、"
                "政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分。"
                "所列数据的统计期限自2023年1月1日起，至12月31日止。"
                "本报告的电子版可在大通区人民政府网站（网址：http://www.hndt.gov.cn/）查阅、下载。"
                "对本报告有疑问或者意见建议的，请与大通区人民政府办公室联系"
                "（地址：大通区民主东路5号，电话：0554-2519375，邮编：232000）。"
            )
        ]

    @pytest.mark.parametrize(
        ("profile", "sentence"),
        [
            ({"scope": "含下属"}, "至12月31日止，统计范围包括大通区人民政府办公室及其下级单位。"),
            ({"website_name": None}, "本报告的电子版可在网上（网址：http://www.hndt.gov.cn/）查阅、下载。"),
            ({"website": None}, "本报告的电子版可在大通区人民政府网站查阅、下载。"),
            ({"postcode": None, "address": None}, "办公室联系（电话：0554-2519375）。"),
        ],
    )
    def test_only_what_is_given(
        self, form: Form, filed: Filed, said: Said, profile: dict[str, str | None], sentence: str
    ) -> None:
        assert sentence in said(compose(filed(**profile), form), "preamble")[0]

    def test_nothing_given(self, form: Form, filed: Filed, said: Said) -> None:
        nothing = dict.fromkeys(("website", "website_name", "address", "telephone", "postcode"))
        (text,) = said(compose(filed(**nothing), form), "preamble")
        assert text.endswith("六个部分。所列数据的统计期限自2023年1月1日起，至12月31日止。")

    def test_without_year_the_period_is_left_out(self, form: Form, filed: Filed, said: Said) -> None:
        (text,) = said(compose(filed(year=None), form), "preamble")
        assert "统计期限" not in text
        (text,) = said(compose(filed(year=None), form, draft=True), "preamble")
        assert "自〔待填〕年1月1日起" in text


SENTENCES: list[tuple[str, dict[str, float], list[str]]] = [
    # 主动公开
    ("overview.disclosure", {}, []),
    ("overview.disclosure", {"supplement.published": 7}, ["2023年，主动公开政府信息7条。"]),
    ("overview.disclosure", {"supplement.published": 0}, ["2023年，没有新增主动公开的政府信息。"]),
    (
        "overview.disclosure",
        {"supplement.published": 9, "supplement.published_key": 0, "supplement.published_rest": 4},
        ["2023年，主动公开政府信息9条，其中其他信息4条。"],
    ),
    ("overview.disclosure", {"supplement.published_key": 3}, []),
    # 依申请
    (
        "overview.requests",
        {},
        [
            "2023年，未收到政府信息公开申请，也没有上年结转的申请。",
            "本年度未发生政府信息公开行政复议和行政诉讼。",
        ],
    ),
    (
        "overview.requests",
        {"requests.new.legal": 1, "requests.granted.legal": 1, "disputes.litigation_after.pending": 1},
        [
            (
                "2023年，共收到政府信息公开申请1件，由法人或其他组织提出；没有上年结转的申请。"
                "全年共办结1件，予以公开；没有结转下年度继续办理的申请。"
            ),
            "本年度未发生政府信息公开行政复议。共发生政府信息公开行政诉讼1件，为复议后起诉；尚未审结。",
        ],
    ),
    (
        "overview.requests",
        {
            "requests.carried_in.natural": 2,
            "requests.carried_out.natural": 2,
            "disputes.reconsideration.other": 2,
        },
        [
            "2023年，未收到政府信息公开申请；上年结转2件。全年无办结件；结转下年度继续办理2件。",
            "本年度共发生政府信息公开行政复议2件，均为其他结果。未发生政府信息公开行政诉讼。",
        ],
    ),
    (
        "overview.requests",
        {
            "requests.new.natural": 13612,
            "requests.new.business": 252,
            "requests.new.social": 45,
            "requests.new.legal": 128,
            "requests.new.other": 32,
            "requests.carried_in.natural": 560,
            "requests.granted.natural": 5548,
            "requests.partial.natural": 2168,
            "requests.denied_secret.natural": 13,
            "requests.denied_enforcement.business": 717,
            "requests.unavailable_unclear.natural": 3421,
            "requests.rejected_petition.natural": 457,
            "requests.other_rest.other": 1486,
            "requests.carried_out.natural": 819,
            "disputes.reconsideration.upheld": 376,
            "disputes.reconsideration.corrected": 97,
            "disputes.reconsideration.other": 196,
            "disputes.reconsideration.pending": 121,
            "disputes.litigation_direct.upheld": 16,
            "disputes.litigation_direct.pending": 40,
            "disputes.litigation_after.upheld": 74,
            "disputes.litigation_after.corrected": 82,
        },
        [
            (
                "2023年，共收到政府信息公开申请14069件，其中自然人13612件、法人或其他组织457件；上年结转560件。"
                "全年共办结13810件，其中予以公开5548件、部分公开2168件、不予公开730件、无法提供3421件、"
                "不予处理457件、其他处理1486件；结转下年度继续办理819件。"
            ),
            (
                "本年度共发生政府信息公开行政复议790件，其中结果维持376件、结果纠正97件、其他结果196件、尚未审结121件。"
                "共发生政府信息公开行政诉讼212件，其中未经复议直接起诉56件、复议后起诉156件；"
                "按审理结果分，结果维持90件、结果纠正82件、尚未审结40件。"
            ),
        ],
    ),
    # 政府信息管理
    (
        "overview.management",
        {},
        ["2023年，未制发、废止规章和行政规范性文件，年末没有现行有效的规章和行政规范性文件。"],
    ),
    (
        "overview.management",
        {"disclosure.normative.in_force": 8},
        ["2023年，未制发、废止行政规范性文件，年末现行有效的行政规范性文件共8件。"],
    ),
    (
        "overview.management",
        {
            "disclosure.regulations.issued": 3,
            "disclosure.regulations.in_force": 74,
            "disclosure.normative.repealed": 5,
        },
        [
            (
                "2023年，制发规章3件，没有废止；年末现行有效的规章共74件。"
                "未制发行政规范性文件，废止5件；年末没有现行有效的行政规范性文件。"
            )
        ],
    ),
    # 平台建设
    ("overview.platform", {}, []),
    ("overview.platform", {"supplement.accounts": 0}, ["2023年，未开设政务新媒体账号。"]),
    ("overview.platform", {"supplement.accounts": 12}, ["2023年，运行维护政务新媒体账号12个。"]),
    # 监督保障
    ("overview.oversight", {}, []),
    ("overview.oversight", {"supplement.training_sessions": 0}, ["2023年，未举办政府信息公开培训。"]),
    ("overview.oversight", {"supplement.training_sessions": 2}, ["2023年，举办政府信息公开培训2次。"]),
    ("overview.oversight", {"supplement.training_people": 60}, ["2023年，60人次参加政府信息公开培训。"]),
    (
        "overview.oversight",
        {
            "supplement.training_sessions": 2,
            "supplement.training_people": 60,
            "supplement.assessments": 1,
            "supplement.evaluations": 0,
            "supplement.accountability": 3,
        },
        [
            (
                "2023年，举办政府信息公开培训2次，60人次参加。"
                "本年度开展政府信息公开工作考核1次，未开展社会评议，因政府信息公开工作被追究责任的有3人次。"
            )
        ],
    ),
    # 其他
    (
        "other",
        {"supplement.fee_items": 0, "supplement.fee_amount": 0},
        ["依照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，2023年未收取信息处理费。"],
    ),
    (
        "other",
        {"supplement.fee_items": 3, "supplement.fee_amount": 12345.6},
        [
            (
                "依照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，"
                "2023年对3件政府信息公开申请收取信息处理费，金额共计12345.6元。"
            )
        ],
    ),
    (
        "other",
        {"supplement.fee_items": 1, "supplement.fee_amount": 0},
        [
            (
                "依照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，"
                "2023年对1件政府信息公开申请收取信息处理费，金额为零。"
            )
        ],
    ),
    (
        "other",
        {"supplement.fee_items": 0, "supplement.fee_amount": 1200},
        ["依照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，2023年收取信息处理费1200元。"],
    ),
    ("other", {"supplement.fee_items": 3}, []),
]


class TestComposed:
    def test_the_example(self, form: Form, filed: Filed, said: Said) -> None:
        report = compose(filed(), form)
        assert {section.id: said(report, section.id) for section in report.sections[2:7]} == {
            "overview.disclosure": [
                (
                    "2023年，主动公开政府信息1994条，其中规范性文件2条、重点领域信息432条、政策解读41条、"
                    "回应关切信息67条、监督保障信息53条。"
                )
            ],
            "overview.requests": [
                (
                    "2023年，共收到政府信息公开申请2件，均由自然人提出；上年结转1件。"
                    "全年共办结3件，其中不予公开1件、无法提供2件；没有结转下年度继续办理的申请。"
                ),
                "本年度共发生政府信息公开行政复议1件，结果为纠正。未发生政府信息公开行政诉讼。",
            ],
            "overview.management": [
                "2023年，制发行政规范性文件2件，废止6件；年末现行有效的行政规范性文件共27件。"
            ],
            "overview.platform": [],
            "overview.oversight": [],
        }

    @pytest.mark.parametrize("case", SENTENCES, ids=lambda case: f"{case[0]} {case[1]}")
    def test_sentences(
        self, form: Form, filed: Filed, said: Said, case: tuple[str, dict[str, float], list[str]]
    ) -> None:
        section, figures, paragraphs = case
        assert said(compose(filed(figures), form), section) == paragraphs

    def test_zero_report_reads_as_zero(self, form: Form, filed: Filed, said: Said) -> None:
        assert said(
            compose(filed({"requests.new.natural": 5}, mode="零报告"), form), "overview.requests"
        ) == [
            "2023年，未收到政府信息公开申请，也没有上年结转的申请。",
            "本年度未发生政府信息公开行政复议和行政诉讼。",
        ]

    def test_government_states_what_is_due(self, form: Form, filed: Filed, said: Said) -> None:
        zero = dict.fromkeys(
            ("supplement.assessments", "supplement.evaluations", "supplement.accountability"), 0
        )
        report = compose(filed(zero, kind="政府"), form)
        assert said(report, "overview.oversight") == [
            "本年度未开展政府信息公开工作考核，未开展社会评议，未发生责任追究情形。"
        ]
