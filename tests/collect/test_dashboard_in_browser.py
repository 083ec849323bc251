"""The dashboard in Chromium: what a coordinator does with it, by mouse and keyboard, and what must never happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import browser
import pytest
from collect.offices import AREA, WHOLE, collected, error, figures, filed, organ, returned
from collect.stories import data_of, page_of
from forms.fillings import EXTERNAL
from msgspec.structs import replace

from benchmarks.collection import made_up
from toolkit.collect.dashboard import data as data_module
from toolkit.form.load import load_form

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Literal

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(bool(browser.missing()), reason=browser.missing() or "all is there")

PROVINCE = organ("省", kind=AREA, name="某省人民政府")
COUNTIES = [organ(code, "省", kind=AREA, name=f"{code}县人民政府") for code in "东西"]
OFFICES = [organ(f"{county}{code}", county) for county in "东西" for code in "甲乙丙"]
NEW = [40, 0, 7, 300, 12, None]


def sent() -> Iterator[object]:
    """The offices' workbooks, that of one county, and nothing from the other and from the last office."""
    yield filed(COUNTIES[0], figures(requests__new__natural=47), scope=WHOLE)
    for one, new in zip(OFFICES[:-1], NEW, strict=False):
        what = filed(one, figures(requests__new__natural=new), previous=figures(requests__new__natural=10))
        findings = [error("收办不平", sheet="依申请公开", cell="D33")] if one.code == "东乙" else []
        yield returned(what, *findings)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.started() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def county(folder: Path) -> Path:
    """Sixty-four organs with all that can go wrong."""
    file = folder / "county.html"
    file.write_bytes(page_of(made_up(64, seed=5)))
    return file


@pytest.fixture(scope="module")
def province(folder: Path) -> Path:
    """Two counties with three offices each."""
    file = folder / "province.html"
    file.write_bytes(page_of(collected([PROVINCE, *COUNTIES, *OFFICES], sent())))  # type: ignore[arg-type]
    return file


@pytest.fixture
def page(chromium: Browser, province: Path) -> Iterator[Page]:
    """The province, open; whatever is done with it, nothing may go wrong."""
    with browser.opened(chromium, province) as shown:
        yield shown.page
        assert shown.errors == []


def listed(page: Page) -> list[str]:
    return page.locator("#rows th button").all_inner_texts()


def found(page: Page) -> str:
    return page.locator("#found").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [browser.DESKTOP, browser.TELEPHONE])
def test_nobody_is_shut_out(
    chromium: Browser, county: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    with browser.opened(chromium, county, width=width, scheme=scheme) as shown:
        shown.page.locator(".tree summary").click()
        assert (shown.violations(), shown.errors, shown.beyond) == ([], [], 0)
        shown.page.locator("#rows th button").nth(7).click()
        assert (shown.violations(), shown.errors, shown.beyond) == ([], [], 0)


def test_at_four_times_the_size_nothing_is_cut_off(chromium: Browser, county: Path) -> None:
    """WCAG 1.4.10: a window of 1280 pixels enlarged to 400 % has room for 320."""
    with browser.opened(chromium, county, width=320) as shown:
        assert shown.beyond == 0


def test_no_request_leaves_the_page(chromium: Browser, county: Path) -> None:
    context = chromium.new_context()
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page = context.new_page()
    page.goto(county.as_uri())
    page.locator("#cards button").first.click()
    page.wait_for_timeout(100)
    assert [url for url in requests if not url.startswith("data:")] == [county.as_uri()]
    refused = page.evaluate("fetch('data:text/plain,x').then(() => 'sent', () => 'refused')")
    markup = page.evaluate("try { document.body.innerHTML = '<b>x</b>'; 'made' } catch { 'refused' }")
    assert (refused, markup) == ("refused", "refused")
    context.close()


class TestTheList:
    def test_begins_with_what_is_to_be_done(self, page: Page) -> None:
        assert listed(page)[:4] == ["西丙局", "东乙局", "某省人民政府", "西县人民政府"]

    def test_is_sorted_by_its_heads(self, page: Page) -> None:
        head = page.get_by_role("columnheader", name="新收申请（件）")
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        assert listed(page)[:6] == ["西甲局", "东县人民政府", "东甲局", "西乙局", "东丙局", "东乙局"]
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "ascending"
        assert listed(page)[:3] == ["东乙局", "东丙局", "西乙局"]
        assert listed(page)[-3:] == ["某省人民政府", "西县人民政府", "西丙局"]  # not known: last either way

    def test_is_filtered_by_words_state_and_superior(self, page: Page) -> None:
        page.get_by_label("名称、代码或联系人").fill("乙")
        assert (listed(page), found(page)) == (["东乙局", "西乙局"], "找到 2 个，共 9 个单位")
        page.get_by_role("combobox", name="范围").select_option("　东县人民政府（4）")
        assert (listed(page), found(page)) == (["东乙局"], "找到 1 个，共 4 个单位")
        page.get_by_role("button", name="取消筛选").click()
        page.get_by_label("结论").select_option("需要处理（2）")
        assert listed(page) == ["西丙局", "东乙局"]
        assert page.locator("#table").get_attribute("aria-rowcount") == "3"

    def test_says_so_when_nothing_is_found(self, page: Page) -> None:
        page.get_by_label("名称、代码或联系人").fill("<b>没有")
        assert (found(page), page.locator("#rows").inner_text()) == (
            "找到 0 个，共 9 个单位",
            "没有符合条件的单位。请改筛选条件。",
        )

    def test_is_turned_page_by_page(self, chromium: Browser, county: Path) -> None:
        with browser.opened(chromium, county) as shown:
            shown.page.get_by_role("button", name="下一页").click()
            rows = shown.page.locator("#rows tr")
            assert (rows.count(), rows.first.get_attribute("aria-rowindex")) == (25, "27")
            assert shown.page.locator("#place").inner_text() == "第 2 / 3 页"
            shown.page.get_by_label("每页").select_option("100")
            assert (rows.count(), rows.first.get_attribute("aria-rowindex")) == (64, "2")


class TestWhatIsBehindAFigure:
    def test_of_a_state(self, page: Page) -> None:
        page.get_by_role("button", name="不能报送 1").click()
        assert listed(page) == ["东乙局"]

    def test_of_a_sum_is_what_was_added_up(self, page: Page) -> None:
        """The county that sent its report stands for its offices; the other's offices stand for themselves."""
        card = page.locator("#cards button", has_text="新收申请")
        assert card.inner_text().split("\n")[1] == "359 件"
        card.click()
        assert listed(page) == ["西甲局", "东县人民政府", "西乙局"]
        assert page.locator("#offices-title").evaluate("title => title === document.activeElement")

    def test_that_is_missing(self, page: Page) -> None:
        page.locator("#counted").get_by_role("button", name="1 个").click()
        assert listed(page) == ["西丙局"]

    def test_of_a_bar_by_keyboard(self, page: Page) -> None:
        page.get_by_role("link", name="自然人：359（100.0%）").focus()
        page.keyboard.press("Enter")
        assert listed(page) == ["西甲局", "东县人民政府", "西乙局"]
        assert "有“自然人”的单位" in page.locator("#clear").inner_text()

    def test_of_a_part_of_the_distribution(self, page: Page) -> None:
        page.get_by_role("link", name="10—29 件：1 个").click()
        assert listed(page) == ["西乙局"]
        page.get_by_label("看哪个数").select_option("公开率")
        assert page.get_by_role("link", name="不评：5 个").is_visible()

    def test_of_a_branch(self, page: Page) -> None:
        page.get_by_role("link", name="西县人民政府所属：312").click()
        assert page.get_by_role("combobox", name="范围").input_value() == "2"
        assert (found(page), page.locator("#returned").inner_text()) == (
            "共 4 个单位",
            "已收到 2 / 3 个单位（66.7%），需要处理 1 个",
        )


class TestTheTree:
    def test_opens_and_leads_to_branches_and_organs(self, page: Page) -> None:
        tree = page.locator("#branches")
        assert tree.locator(":scope > li > ul > li").count() == 2
        turn = tree.get_by_role("button", name="展开西县人民政府")
        turn.focus()
        page.keyboard.press("Enter")
        assert tree.get_by_role("button", name="收起西县人民政府").get_attribute("aria-expanded") == "true"
        assert tree.locator(".leaf").all_inner_texts() == [
            "西丙局 未报送",
            "西甲局 可以报送",
            "西乙局 可以报送",
        ]
        tree.get_by_role("button", name="西甲局").click()
        assert page.get_by_role("dialog", name="西甲局").is_visible()
        page.keyboard.press("Escape")
        tree.get_by_role("button", name="西县人民政府", exact=True).click()
        assert found(page) == "共 4 个单位"
        assert tree.locator("[aria-current]").inner_text() == "西县人民政府"


class TestAnOrgan:
    def test_tells_what_is_wrong_and_gives_the_focus_back(self, page: Page) -> None:
        name = page.locator("#rows").get_by_role("button", name="东乙局")
        name.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="东乙局")
        assert "问题（1）\n错误 B301 依申请公开!D33\n收办不平\n改正。" in dialog.inner_text().replace(
            "\n\n", "\n"
        )
        assert dialog.get_by_role("row", name="新收申请 0").inner_text() == "新收申请\t0\t10\t件"
        assert dialog.get_by_role("link", name="东乙局.xlsx").get_attribute("href") == (
            "./inbox/%E4%B8%9C%E4%B9%99%E5%B1%80.xlsx"
        )
        page.keyboard.press("Escape")
        assert dialog.is_hidden()
        assert name.evaluate("name => name === document.activeElement")

    def test_is_followed_by_the_next_one_listed(self, page: Page) -> None:
        page.locator("#rows").get_by_role("button", name="西丙局").click()
        page.get_by_role("button", name="下一个").click()
        assert page.get_by_role("dialog", name="东乙局").is_visible()
        page.get_by_role("dialog").get_by_role("button", name="东县人民政府").click()
        assert page.get_by_role("combobox", name="范围").input_value() == "1"


def test_what_strangers_wrote_is_only_text(chromium: Browser, tmp_path: Path) -> None:
    names = [
        '<img src=x onerror="alert(1)">',
        "</script><script>alert(1)</script>",
        "${alert(1)}",
        "局\u202egpj.exe",
    ]
    organs = [replace(organ(f"{number}"), name=name, contact=name) for number, name in enumerate(names)]
    back = [
        returned(filed(one, figures(requests__new__natural=number + 1)), error(one.name))
        for number, one in enumerate(organs)
    ]
    file = tmp_path / "hostile.html"
    file.write_bytes(page_of(collected(organs, back)))
    with browser.opened(chromium, file) as shown:
        shown.page.on("dialog", lambda dialog: shown.errors.append(dialog.message))
        for number in range(len(names)):
            shown.page.locator("#rows th button").nth(number).click()
            shown.page.keyboard.press("Escape")
        shown.page.get_by_label("名称、代码或联系人").fill(names[0])
        assert (listed(shown.page), shown.page.locator("img, iframe").count()) == (names[:1], 0)
        assert shown.errors == []


def test_on_paper_the_list_is_whole_and_behind_the_charts(
    chromium: Browser, county: Path, tmp_path: Path
) -> None:
    with browser.opened(chromium, county) as shown:
        page = shown.page
        rows = page.locator("#rows tr")
        page.evaluate(
            "addEventListener('beforeprint', () => { window.onPaper = [document.querySelectorAll('#rows tr').length,"
            " [...document.querySelectorAll('main > section')].map(part => part.id),"
            " document.querySelectorAll('thead button').length] })"
        )
        shown.printed(tmp_path / "page.pdf")
        assert page.evaluate("onPaper") == [
            64,
            ["progress", "figures", "charts", "ratios", "offices", "files"],
            0,
        ]
        assert (rows.count(), shown.errors) == (25, [])
        page.emulate_media(media="print")
        hidden = [".bar", ".tools", ".pager", ".tree", ".skip"]
        assert [name for name in hidden if page.locator(name).first.is_visible()] == []
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_of_very_many_organs_those_with_something_to_do_are_listed(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_module, "MOST_OFFICES", 8)
    content = page_of(collected([PROVINCE, *COUNTIES, *OFFICES], sent()))  # type: ignore[arg-type]
    file = tmp_path / "many.html"
    file.write_bytes(content)
    assert data_of(content)["organs"] == 9
    with browser.opened(chromium, file) as shown:
        page = shown.page
        assert listed(page) == ["西丙局", "东乙局"]
        assert page.locator("#cards li").first.inner_text().split("\n")[1] == "359 件"
        page.get_by_role("link", name="西县人民政府所属：312").click()
        assert page.locator("#returned").inner_text() == "已收到 2 / 3 个单位（66.7%），需要处理 1 个"
        assert (shown.violations(), shown.errors) == ([], [])


def test_a_form_that_names_no_figures_has_a_page_without_them(chromium: Browser, tmp_path: Path) -> None:
    other = next(folder for folder in EXTERNAL if not (folder / "rollup.toml").exists())
    form = load_form(other)
    file = tmp_path / "other.html"
    file.write_bytes(page_of(replace(collected(OFFICES, []), form=form)))
    with browser.opened(chromium, file) as shown:
        assert listed(shown.page)[:2] == ["东甲局", "东乙局"]
        shown.page.locator("#rows th button").first.click()
        sections = ("figures", "charts", "ratios", "offices")
        assert [name for name in sections if shown.page.locator(f"#{name}").is_visible()] == ["offices"]
        assert (shown.violations(), shown.errors) == ([], [])
