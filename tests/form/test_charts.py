from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from form.small import write
from forms.fillings import FORMS

from toolkit.form.charts import DeclaredBar, DeclaredChart
from toolkit.form.error import FormError
from toolkit.form.load import load_form

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
[[chart]]
id = "came"
title = "来件"
part = "work"
bars = [
  { label = "新收", fields = "work.new.total" },
  { label = "书面", fields = ["work.new.paper", "办件.结转.书面"] },
]
"""


def mistake(folder: Path, text: str) -> tuple[str, str, str]:
    """Place, problem and remedy of the mistake in this charts.toml."""
    with pytest.raises(FormError) as caught:
        load_form(write(folder / "small", {"charts.toml": text}))
    assert caught.value.file == "charts.toml"
    return caught.value.place, caught.value.problem, caught.value.remedy


class TestCharts:
    def test_are_read(self, tmp_path: Path) -> None:
        form = load_form(write(tmp_path / "small", {"charts.toml": GOOD}))
        bars = (
            DeclaredBar("新收", ("work.new.total",)),
            DeclaredBar("书面", ("work.new.paper", "work.old.paper")),
        )
        assert form.charts == (DeclaredChart("came", "来件", "work", bars, "件"),)

    def test_a_form_need_not_have_any(self, tmp_path: Path) -> None:
        assert load_form(write(tmp_path / "small")).charts == ()

    def test_are_no_part_of_the_workbook(self, tmp_path: Path) -> None:
        plain = load_form(write(tmp_path / "plain"))
        assert load_form(write(tmp_path / "small", {"charts.toml": GOOD})).digest == plain.digest

    def test_every_form_here_has_some(self) -> None:
        assert all(form.charts for form in FORMS)

    @pytest.mark.parametrize(
        ("old", "new", "found"),
        [
            (
                'part = "work"',
                'part = "works"',
                ("chart 第 1 项（came）.part", '不认识的值 "works"', "是不是 work？"),
            ),
            (
                'part = "work"',
                'part = "extra"',
                ("chart 第 1 项（came）.part", '不认识的值 "extra"', "可用的值：preamble、work、work.more。"),
            ),
            (
                "work.new.total",
                "work.new.totals",
                (
                    "chart 第 1 项（came）.bars 第 1 项.fields",
                    "没有字段 'work.new.totals'",
                    "是不是 work.new.total？",
                ),
            ),
            (
                "办件.结转.书面",
                "work.new.total",
                (
                    "chart 第 1 项（came）.bars 第 2 项.fields",
                    "有一项加了两次",
                    "请去掉重复的：合计里已含它的，不要再单独加。",
                ),
            ),
            (
                "work.new.total",
                "extra.money",
                (
                    "chart 第 1 项（came）.bars",
                    "单位不一样：元、件",
                    "一张图里的数要用同一个单位，请分成几张图。",
                ),
            ),
            (
                "work.new.total",
                "extra.change",
                (
                    "chart 第 1 项（came）.bars 第 1 项.fields",
                    "补充.增减 可以是负数",
                    "条形只能画不小于 0 的数，请换一个字段。",
                ),
            ),
            (
                '"书面"',
                '"新收"',
                (
                    "chart 第 1 项（came）.bars",
                    "重复的名称 '新收'",
                    "每个 id、编号、工作表名和别名只能用一次。",
                ),
            ),
            (
                'title = "来件"',
                'titel = "来件"',
                ("chart 第 1 项（came）.title", "缺少这一项", "请补上，类型是文字。"),
            ),
            (
                'title = "来件"',
                'title = "来件"\nlast = true',
                ("chart 第 1 项（came）.last", "不认识的键", "是不是 last_year？"),
            ),
            (
                'id = "came"',
                'id = "Came"',
                (
                    "chart 第 1 项（Came）.id",
                    "不能作 id：'Came'",
                    "只用小写英文字母、数字和下划线，以字母开头。",
                ),
            ),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_a_mistake_is_told_with_its_place(
        self, tmp_path: Path, old: str, new: str, found: tuple[str, str, str]
    ) -> None:
        assert old in GOOD
        assert mistake(tmp_path, GOOD.replace(old, new, 1)) == found

    def test_two_of_one_name(self, tmp_path: Path) -> None:
        assert mistake(tmp_path, GOOD + GOOD) == (
            "chart",
            "重复的名称 'came'",
            "每个 id、编号、工作表名和别名只能用一次。",
        )

    def test_too_many_bars(self, tmp_path: Path) -> None:
        bars = "".join(f'  {{ label = "{number}", fields = "work.new.total" }},\n' for number in range(21))
        text = GOOD[: GOOD.index("  {")] + bars + "]\n"
        assert mistake(tmp_path, text) == (
            "chart 第 1 项（came）.bars",
            "有 21 条",
            "一张图最多 20 条，请分成几张图。",
        )
