from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from form.small import write

from toolkit.form.error import FormError
from toolkit.form.installed import installed_forms
from toolkit.form.load import load_form
from toolkit.form.rollup import Chart, Item, Ratio, RollUpForm, load_rollup

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """\
areas = ["政府"]

[[headline]]
field = "work.new.total"

[[chart]]
title = "来源"
items = [{ field = "work.new.paper", name = "书面" }, { field = "work.new.net", name = "网上" }]

[[ratio]]
id = "done"
name = "办结率"
numerator = ["work.done.total"]
denominator = ["work.new.total", "work.old.total"]
least = 30
explanation = "办结除以新收与结转之和"
"""


def load(folder: Path, text: str = WHOLE) -> RollUpForm:
    write(folder)
    (folder / "rollup.toml").write_text(text, encoding="utf-8")
    return load_rollup(load_form(folder))


def test_says_what_an_overview_shows(tmp_path: Path) -> None:
    assert load(tmp_path / "small") == RollUpForm(
        areas=("政府",),
        headlines=(Item("work.new.total", "办件.新收.合计"),),
        charts=(Chart("来源", (Item("work.new.paper", "书面"), Item("work.new.net", "网上"))),),
        ratios=(
            Ratio(
                "done", "办结率", ("work.done.total",), ("work.new.total", "work.old.total"), 30,
                "办结除以新收与结转之和",
            ),
        ),
    )  # fmt: skip


def test_may_be_left_out(tmp_path: Path) -> None:
    assert load_rollup(load_form(write(tmp_path / "small"))) == RollUpForm()


def test_of_every_installed_form_can_be_read() -> None:
    for folder in installed_forms():
        assert load_rollup(load_form(folder)).headlines


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('["政府"]', '["政务"]', "表样文件 rollup.toml 的 areas：没有单位类别 '政务'。单位类别有：政府、部门。"),
        (
            'field = "work.new.total"', 'field = "work.new.totl"',
            "表样文件 rollup.toml 的 headline 第 1 项.field：没有 id 为 'work.new.totl' 的项。是不是 work.new.total？",
        ),
        (
            '"work.old.total"]', '"work.new.net"]',
            "表样文件 rollup.toml 的 ratio 第 1 项（done）.denominator：work.new.net 里的 work.new.net 加了两次。合计里已含它的，不要再单独加。",
        ),
        ("least = 30", "lest = 30", "表样文件 rollup.toml 的 ratio 第 1 项（done）.lest：不认识的键。是不是 least？"),
        ('name = "网上"', 'name = "书面"', "表样文件 rollup.toml 的 chart 第 1 项.items：重复的名称 '书面'。每个 id、编号、工作表名和别名只能用一次。"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    with pytest.raises(FormError) as caught:
        load(tmp_path / "small", WHOLE.replace(right, wrong))
    assert str(caught.value) == said


def test_a_ratio_is_not_rated_below_its_least() -> None:
    ratio = Ratio("r", "率", ("a",), ("b",), 30, "")
    assert [ratio.of(3, 30), ratio.of(3, 29), ratio.of(None, 30), ratio.of(3, None)] == [
        0.1,
        None,
        None,
        None,
    ]
