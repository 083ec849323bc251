from __future__ import annotations

import pytest
from check.examples import FORM, filed
from msgspec.structs import replace

from toolkit.check.copied import check_copied
from toolkit.check.run import check_filing
from toolkit.filing import Filing, Paragraph
from toolkit.finding import Severity

OLD = "2022年，完善栏目12个，逐栏目明确更新的时限和责任人，超期自动提醒。|在行政服务中心设立专区，配备查询终端和纸质资料，方便群众就近查询信息。"
SAME = OLD.replace("2022", "2023").replace("12", "15")
NEW = "开发手机查询功能，群众可以随时查看申请的办理进度，也可以在线补正材料。"


def only(section: str, text: str) -> Filing:
    """A filing with this text and no other."""
    return replace(filed(), texts={section: tuple(Paragraph(line) for line in text.split("|"))})


def found(text: str, section: str = "overview.platform") -> list[tuple[str, object]]:
    return [(one.code, one.found) for one in check_copied(FORM, only(section, text), only(section, OLD))]


def test_a_copied_section_is_a_warning() -> None:
    assert found(SAME) == [("T436", 100)]


def test_one_copied_sentence_among_new_ones_is_a_note() -> None:
    assert found(f"{NEW}{NEW.replace('手机', '网页')}|{SAME.partition('|')[2]}") == [("T437", 33)]


def test_new_and_short_sentences_are_nothing() -> None:
    assert found(NEW) == []
    assert found("公开及时。") == []


class TestPartly:
    """A sentence that was changed in part counts by its clauses."""

    def test_the_clauses_that_stayed_count(self) -> None:
        changed = SAME.replace("超期自动提醒", "按月通报更新的情况并督促整改").replace(
            "配备查询终端和纸质资料，", ""
        )
        (finding,) = check_copied(FORM, only("problems", changed), only("problems", OLD))
        assert (finding.code, finding.found) == ("T437", 72)
        assert "有 2 句的大半与上年报告相同" in finding.message
        assert (
            "“完善栏目15个，逐栏目明确更新的时限和责任人”“在行政服务中心设立专区，方便群众就近查询信息。”"
            in finding.message
        )
        assert finding.quote is not None
        marked = finding.quote.text[finding.quote.start : finding.quote.end]
        assert marked == "完善栏目15个，逐栏目明确更新的时限和责任人"

    def test_beside_whole_ones(self) -> None:
        changed = SAME.replace("超期自动提醒", "按月通报更新的情况")
        (finding,) = check_copied(FORM, only("problems", changed), only("problems", OLD))
        assert "有 1 句、另有 1 句的大半与上年报告相同" in finding.message

    @pytest.mark.parametrize(
        "text",
        [
            # less than half of the sentence
            "逐栏目明确更新的时限和责任人，增设视频解读和图解专栏，开设网上调查和意见征集，邀请群众代表参加开放日。",
            # clauses of different sentences of last year's
            "超期自动提醒，方便群众就近查询信息，增设视频解读和图解专栏。",
        ],
    )
    def test_little_of_a_sentence_is_nothing(self, text: str) -> None:
        assert found(text) == []

    def test_titles_and_fixed_phrases_weigh_nothing(self) -> None:
        fixed = "坚持以习近平新时代中国特色社会主义思想为指导，认真贯彻《中华人民共和国政府信息公开条例》，"
        last, this = f"{fixed}规范申请的登记和转办。", f"{fixed}开展案卷评查和集中培训。"
        assert [*check_copied(FORM, only("problems", this), only("problems", last))] == []
        assert [*check_copied(FORM, only("problems", f"{fixed}。"), only("problems", f"{fixed}。"))] == []


def test_what_stood_in_another_section_counts() -> None:
    last = only("overview.management", OLD)
    (finding,) = check_copied(FORM, only("overview.platform", SAME), last)
    assert (finding.severity, finding.field) == (Severity.WARNING, "overview.platform")
    assert finding.quote is not None
    assert finding.quote.text[finding.quote.start : finding.quote.end] == SAME.partition("|")[0]


def test_the_preamble_may_be_the_same() -> None:
    assert found(SAME, "preamble") == []


def test_only_with_last_years_filing() -> None:
    filing = filed(texts={"overview.platform": SAME})
    assert check_filing(FORM, filing) == ()
    last = replace(filing, year=2022)
    assert "T436" in [one.code for one in check_filing(FORM, filing, (last,))]
