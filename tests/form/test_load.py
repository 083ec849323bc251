from __future__ import annotations

import re
import shutil
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from form.small import FILES, replaced, small_form, write
from forms.fillings import FORMS
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from toolkit import catalogue
from toolkit.exchange.shape import Shape
from toolkit.form import names
from toolkit.form.declaration import DIGESTED_FILES
from toolkit.form.error import FormError
from toolkit.form.installed import installed_forms
from toolkit.form.load import form_for_year, installed_form, load_form
from toolkit.form.model import Due, Field, FieldRole, FieldType, Form, Line
from toolkit.form.profile import CARRIED_ITEMS, CORE_ITEMS
from toolkit.workbook import plan

if TYPE_CHECKING:
    from pathlib import Path

    Changes = dict[str, str | bytes | None]

FORM, SECTIONS, RULES, NARRATIVE = FILES
for_every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


def mistake(folder: Path, changes: Changes) -> tuple[str, str, str, str]:
    """File, place, problem and remedy of the mistake in the small form so changed."""
    with pytest.raises(FormError) as caught:
        load_form(write(folder / "small", changes))
    error = caught.value
    where = f"{error.file}{f' 的 {error.place}' if error.place else ''}"
    assert str(error) == f"表样文件 {where}：{error.problem}。{error.remedy}"
    assert error.remedy.endswith(("。", "？"))
    return error.file, error.place, error.problem, error.remedy


class TestFiles:
    @pytest.mark.parametrize("name", FILES)
    def test_missing(self, tmp_path: Path, name: str) -> None:
        folder = tmp_path / "small"
        assert mistake(tmp_path, {name: None}) == (
            name, "", "文件不存在", f"请在 {folder} 中补上这个文件。",
        )  # fmt: skip

    def test_no_folder(self, tmp_path: Path) -> None:
        for folder in (tmp_path / "nowhere", write(tmp_path / "small") / FORM):
            with pytest.raises(FormError) as caught:
                load_form(folder)
            assert (caught.value.file, caught.value.problem) == (FORM, "文件不存在")

    @pytest.mark.parametrize("name", FILES)
    def test_a_folder_in_its_place(self, tmp_path: Path, name: str) -> None:
        (write(tmp_path / "small", {name: None}) / name).mkdir()
        assert mistake(tmp_path, {name: None}) == (
            name,
            "",
            "读不出来",
            "请检查它是不是文件、有没有读取权限。",
        )

    def test_no_narrative_is_needed_where_nothing_is_composed(self, tmp_path: Path) -> None:
        sections = replaced(SECTIONS, 'composed = "年度"\n', "")
        assert load_form(write(tmp_path / "small", {**sections, NARRATIVE: None})).sections[0].composed == ""

    @pytest.mark.parametrize("name", FILES)
    def test_not_utf8(self, tmp_path: Path, name: str) -> None:
        content = FILES[name].encode("gbk") if name != NARRATIVE else b"\xff"
        assert mistake(tmp_path, {name: content}) == (name, "", "不是 UTF-8 编码", "请用 UTF-8 重新保存。")

    @pytest.mark.parametrize(
        ("name", "old", "new", "place", "problem"),
        [
            (FORM, 'id = "small"', "id = small", "第 12 行第 6 列", "TOML 语法有误"),
            (FORM, "version = 2", "version 2", "第 15 行第 9 列", "TOML 语法有误"),
            (FORM, "version = 2", "version = 2\nversion = 3", "第 16 行第 12 列", "同一个键或表写了两次"),
            (SECTIONS, "rows = 3", "rows = [3", "第 13 行第 1 列", "TOML 语法有误"),
            (RULES, "[[rule]]", "[rule]", "第 11 行第 7 列", "同一个键或表写了两次"),
            (RULES, 'remedy = "核对。"', 'remedy = "核对。', "第 9 行第 14 列", "TOML 语法有误"),
        ],
    )
    def test_no_toml(  # noqa: PLR0913 - one parameter for each thing that differs
        self, tmp_path: Path, *, name: str, old: str, new: str, place: str, problem: str
    ) -> None:
        file, found_place, found, _ = mistake(tmp_path, replaced(name, old, new))
        assert (file, found_place, found) == (name, place, problem)

    def test_toml_that_breaks_off_or_goes_too_deep(self, tmp_path: Path) -> None:
        assert mistake(tmp_path, {RULES: 'a = """b'})[1:3] == ("末尾", "TOML 语法有误")
        deep = mistake(tmp_path, {RULES: "a = " + "[" * 100_000})
        assert deep == (RULES, "", "括号套得太深", "请检查括号。")


FAULTS = [
    # ── keys, types and words ──
    (FORM, 'title = "小报告"', 'titel = "小报告"', "form.title", "缺少这一项", "请补上，类型是文字。"),
    (FORM, "[form]", "[from]", "form", "缺少这一项", "请补上，类型是表。"),
    (FORM, "version = 2", 'version = 2\nowner = "我"', "form.owner", "不认识的键", None),
    (FORM, 'unit = "件"', 'unit = "件"\nhints = ""', "table 第 1 项（work）.hints", "不认识的键", "是不是 hint？"),
    (FORM, "length = 40", "lenght = 40", "profile 第 7 项（fax）.lenght", "不认识的键", "是不是 length？"),
    (FORM, '[form]\nid = "small"', '[form]\nid = ""', "form.id", "是空的", "请写上内容。"),
    (FORM, 'name = "小表样"', 'name = "小\\n表样"', "form.name", "里面有换行或制表符", "请写在一行里。"),
    (FORM, 'name = "小表样"', 'name = "小\\u0007"', "form.name", "里面有控制字符", "请删去看不见的字符。"),
    (FORM, 'name = "小表样"', "name = 3", "form.name", "类型不对，写的是 3", "这里应是文字。"),
    (FORM, 'name = "小表样"', "name = {}", "form.name", "类型不对，写的是表", "这里应是文字。"),
    (FORM, "version = 2", 'version = "2"', "form.version", '类型不对，写的是 "2"', "这里应是整数。"),
    (FORM, "version = 2", "version = true", "form.version", "类型不对，写的是 true", "这里应是整数。"),
    (FORM, "version = 2", "version = 1.5", "form.version", "类型不对，写的是 1.5", "这里应是整数。"),
    (FORM, "version = 2", "version = 0", "form.version", "不能是 0", "这里应是 1 到 9999 的整数。"),
    (FORM, "first_year = 2020", "first_year = 20", "form.first_year", "不能是 20", "这里应是 1990 到 2100 的整数。"),
    (FORM, "last_year = 2025", "last_year = 2019", "form.last_year", "不能是 2019", "这里应是 2020 到 2100 的整数。"),
    (FORM, 'kinds = ["政府", "部门"]', "kinds = []", "form.kinds", "数组是空的", "请至少写一项。"),
    (FORM, 'kinds = ["政府", "部门"]', 'kinds = ["政府", 3]', "form.kinds", "数组里不全是文字，有 3", "请给每一项加上引号。"),
    (FORM, 'kinds = ["政府", "部门"]', 'kinds = ["政府", " "]', "form.kinds", "数组里有一项是空的，或不在一行里", "每一项写一行文字。"),
    (FORM, 'kinds = ["政府", "部门"]', 'kinds = ["政府", "政府"]', "form.kinds", "重复的名称 '政府'", None),
    (FORM, '"含下属"]', '"含,下属"]', "form.scopes", "不能用的值 '含,下属'", None),
    (FORM, '"含下属"]', f'"{"长" * 260}"]', "form.scopes", "各项加起来太长", "连同逗号最多 255 个字，下拉列表才放得下。"),
    # ── 基本信息 ──
    (FORM, 'id = "year"', 'id = "yaer"', "profile 第 5 项（yaer）.type", "只有 year 一项能用 'year'", "请换一种 type，如 'text'。"),
    (FORM, '  { id = "year", label = "年度", type = "year", prompt = "四位。", due = true },\n', "", "profile", "缺少 id = 'year' 的一项", "请补上，type 是 'year'：没有它就认不出报送单位和年度。"),
    (FORM, '  { id = "name", label = "单位", type = "organ", prompt = "全称。", due = true },\n', "", "profile", "缺少 id = 'name' 的一项", None),
    (FORM, 'type = "organ"', 'type = "text"', "profile 第 1 项（name）.type", "name 的 type 不能是 'text'", "这里应是 'organ'。"),
    (FORM, 'type = "telephone"', 'type = "phone"', "profile 第 7 项（fax）.type", '不认识的值 "phone"', "是不是 telephone？"),
    (FORM, 'type = "telephone"', 'type = "version"', "profile 第 7 项（fax）.type", "只有 version 一项能用 'version'", None),
    (FORM, 'id = "fax"', 'id = "code"', "profile 第 7 项（code）.type", "code 的 type 不能是 'telephone'", "这里应是 'code'。"),
    (FORM, 'id = "fax", label = "传真", type = "telephone"', 'id = "code", label = "传真", type = "code"', "profile", "重复的名称 'code'", None),
    (FORM, 'label = "传真"', 'label = "年度"', "profile", "重复的名称 '年度'", None),
    (FORM, 'id = "fax"', 'id = "传真"', "profile 第 7 项（传真）.id", "不能作 id：'传真'", None),
    (FORM, "length = 40", "length = 40000", "profile 第 7 项（fax）.length", "不能是 40000", None),
    (FORM, 'type = "year", prompt', 'type = "year", carried = true, prompt', "profile 第 5 项（year）.carried", "year 一项不能改", "请去掉：是否带入下一年由 gktool 定。"),
    (FORM, 'due = ["政府"], length', 'due = ["省政府"], length', "profile 第 7 项（fax）.due", "不认识的值 ['省政府']", "可写 true、false 或单位类别的数组（政府、部门）。"),
    (FORM, 'due = ["政府"], length', 'due = "政府", length', "profile 第 7 项（fax）.due", "不认识的值 '政府'", None),
    (FORM, 'due = ["政府"], length', "due = [], length", "profile 第 7 项（fax）.due", "不认识的值 []", None),
    # ── tables ──
    (FORM, 'id = "extra"', 'id = "work"', "table", "重复的名称 'work'", "每个 id、编号、工作表名和别名只能用一次。"),
    (FORM, 'sheet = "补充"', 'sheet = "办件"', "table", "重复的名称 '办件'", None),
    (FORM, 'alias = "补充"', 'alias = "办件"', "table", "重复的名称 '办件'", None),
    (FORM, 'id = "work"', 'id = "Work"', "table 第 1 项（Work）.id", "不能作 id：'Work'", "只用小写英文字母、数字和下划线，以字母开头。"),
    (FORM, 'id = "work"', 'id = "work.a"', "table 第 1 项（work.a）.id", "不能作 id：'work.a'", None),
    (FORM, 'id = "work"', 'id = "figures"', "table 第 1 项（figures）.id", "'figures' 另有用处", "请换一个；不能用的有：compose、figures、form、modes、organ、previous、stated、texts、version、year。"),
    (FORM, 'alias = "办件"', 'alias = "2件"', "table 第 1 项（work）.alias", "不能作表的别名：'2件'", "只用汉字、字母、数字和下划线，以汉字或字母开头。"),
    (FORM, 'alias = "办件"', 'alias = "办 件"', "table 第 1 项（work）.alias", "不能作表的别名：'办 件'", None),
    (FORM, 'sheet = "办件"', f'sheet = "{"办" * 32}"', "table 第 1 项（work）.sheet", "工作表名有 32 个字", "最多 31 个字。"),
    (FORM, 'sheet = "办件"', 'sheet = "办/件"', "table 第 1 项（work）.sheet", "工作表名 '办/件' 里有不能用的字符", "不能用 [ ] : * ? / \\。"),
    *[
        (FORM, 'sheet = "办件"', f"sheet = '办{char}件'", "table 第 1 项（work）.sheet", f"工作表名 {f'办{char}件'!r} 里有不能用的字符", None)
        for char in "[]:*?\\"
    ],
    (FORM, 'sheet = "办件"', 'sheet = "\'办件"', "table 第 1 项（work）.sheet", "工作表名 \"'办件\" 的头尾不对", "头尾不能是空格或撇号。"),
    (FORM, 'sheet = "办件"', 'sheet = "办件 "', "table 第 1 项（work）.sheet", "工作表名 '办件 ' 的头尾不对", None),
    *[
        (FORM, 'sheet = "办件"', f'sheet = "{taken}"', "table 第 1 项（work）.sheet", f"工作表名 {taken!r} 另有用处", None)
        for taken in (*names.RESERVED_SHEETS, "_GKTOOL", "history")
    ],
    (FORM, "limit = 1000", "limit = 0", "table 第 1 项（work）.limit", "不能是 0", "这里应是 1 到 999999999999999 的整数。"),
    (FORM, 'blanks = "chosen"', 'blanks = "choosen"', "table 第 1 项（work）.blanks", '不认识的值 "choosen"', "是不是 chosen？"),
    (FORM, 'blanks = "optional"', 'blanks = "optional"\norientation = "sideways"', "table 第 2 项（extra）.orientation", '不认识的值 "sideways"', "可用的值：across、down。"),
    (FORM, "limit = 1000", 'limit = 1000\norientation = "across"\n[[table.block]]\nrows = [{ id = "a", alias = "甲", heading = ["甲"] }]', "table 第 1 项（work）.block", 'orientation = "across" 的表有几个块', "请合成一块，或分成几张表。"),
    (FORM, 'unit = "个"\nlimit = 1000\n\n[[table.block]]', 'unit = "个"\nlimit = 1000\norientation = "across"\n\n[[table.block]]\nbanner = "一"', "table 第 2 项（extra）.block 第 1 项.banner", 'orientation = "across" 的表不印这一项', "请去掉。"),
    # ── rows and columns ──
    (FORM, 'id = "old"', 'id = "new"', "table 第 1 项（work）.block 第 1 项.rows 第 2 项（new）.id", "重复的 id 'new'", "同一块里每行、每列的 id 只能用一次。"),
    (FORM, 'alias = "结转"', 'alias = "新收"', "table 第 1 项（work）.block 第 1 项", "别名 办件.新收.书面 出现两次", "请给行或列换一个 alias。"),
    (FORM, 'alias = "结转"', 'alias = "结.转"', "table 第 1 项（work）.block 第 1 项.rows 第 2 项（old）.alias", "不能作别名：'结.转'", "不能有空格、点、句号、分号和【】。"),
    (FORM, 'id = "old"', 'id = "sum"', "table 第 1 项（work）.block 第 1 项.rows 第 2 项（sum）.id", "'sum' 另有用处", "请换一个；不能用的有：each、given、if、last、stated、sum。"),
    (FORM, 'id = "net"', 'id = "net-2"', "table 第 1 项（work）.block 第 1 项.columns 第 2 项（net-2）.id", "不能作 id：'net-2'", None),
    (FORM, 'heading = ["新收"]', "heading = []", "table 第 1 项（work）.block 第 1 项.rows 第 1 项（new）.heading", "缺少标题", "请写 heading = [...]；没有单元格的合计请写 group = true。"),
    (FORM, 'sum = ["came"]', 'sum = ["cane"]', "table 第 1 项（work）.block 第 1 项.rows 第 5 项（all）.sum", "没有 id 为 'cane' 的行或列", "是不是 came？"),
    (FORM, 'sum = ["paper", "net"]', 'sum = ["paper", "new"]', "table 第 1 项（work）.block 第 1 项.columns 第 3 项（total）.sum", "没有 id 为 'new' 的行或列", "是不是 net？"),
    (FORM, 'sum = ["new", "old"]', 'sum = ["new", "all"]', "table 第 1 项（work）.block 第 1 项.rows 第 5 项（all）.sum", "all → came → all，绕回了自己", "请去掉循环。"),
    (FORM, 'sum = ["new", "old"]', 'sum = ["came"]', "table 第 1 项（work）.block 第 1 项.rows 第 6 项（came）.sum", "all → came → came，绕回了自己", None),
    (FORM, 'sum = ["came"]', 'sum = ["came", "old"]', "table 第 1 项（work）.block 第 1 项.rows 第 5 项（all）.sum", "old 加了两次", "请去掉重复的：合计里已含它的，不要再单独加。"),
    (FORM, ', group = true, sum = ["new", "old"]', ", group = true", "table 第 1 项（work）.block 第 1 项.rows 第 6 项（came）.sum", "group 一行没有写明由哪些行相加", "请写 sum = [...]。"),
    (FORM, ', group = true, sum = ["new", "old"]', ', heading = ["来件"], group = true, sum = ["new", "old"]', "table 第 1 项（work）.block 第 1 项.rows 第 6 项（came）.heading", "group 没有单元格，标题印不出来", None),
    (FORM, 'heading = ["新收"]', 'heading = ["新收"], due = true', "table 第 1 项（work）.block 第 1 项.rows 第 1 项（new）.due", 'blanks = "chosen" 的表由填报方式定哪些必填', "请去掉 due。"),
    (FORM, 'sum = ["came"]', 'sum = ["came"], due = true', "table 第 1 项（work）.block 第 1 项.rows 第 5 项（all）.due", "合计由公式计算，不用填", "请去掉 due。"),
    (FORM, 'type = "signed"', 'type = "sign"', "table 第 2 项（extra）.block 第 1 项.rows 第 1 项（change）.type", '不认识的值 "sign"', "是不是 signed？"),
    (FORM, 'type = "signed"', 'type = "signed", prints_unit = true', "table 第 2 项（extra）.block 第 1 项.rows 第 1 项（change）.prints_unit", "没有写明印什么单位", '请写 unit = "…"；group 不印，不能写 prints_unit。'),
    (FORM, 'id = "new", alias', "alias", "table 第 1 项（work）.block 第 1 项.rows 第 1 项.id", "缺少这一项", None),
    (FORM, "[[table.block]]\nrows = [\n  { id", "[[table.block]]\nrows = [1,\n  { id", "table 第 2 项（extra）.block 第 1 项.rows", "第 1 项不是表", "请写成 { 键 = 值 } 或 [[…]]。"),
    # ── sections ──
    (SECTIONS, 'id = "work.more"', 'id = "work"', "section", "重复的名称 'work'", None),
    (SECTIONS, 'id = "work.more"', 'id = "work..more"', "section 第 3 项（work..more）.id", "不能作 id：'work..more'", "只用小写英文字母、数字和下划线，以字母开头，可以用点分级。"),
    (SECTIONS, 'parent = "work"', 'parent = "worm"', "section 第 3 项（work.more）.parent", "前面没有 id 为 'worm' 的上级部分", "是不是 work？"),
    (SECTIONS, 'id = "preamble"', 'id = "preamble"\nparent = "work"', "section 第 1 项（preamble）.parent", "前面没有 id 为 'work' 的上级部分", "上级部分要写在前面。"),
    (SECTIONS, "rows = 3", "rows = 0", "section 第 2 项（work）.rows", "不能是 0", "这里应是 1 到 200 的整数。"),
    (SECTIONS, "due = true", 'due = ["街道"]', "section 第 2 项（work）.due", "不认识的值 ['街道']", None),
    (SECTIONS, 'prompt = "写工作。"\n', "", "section 第 2 项（work）.prompt", "缺少这一项", "请补上，类型是文字。"),
    (SECTIONS, "due = true", "duo = true", "section 第 2 项（work）.duo", "不认识的键", "是不是 due？"),
    (SECTIONS, 'id = "work.more"\nheading = "（一）细节"', 'id = "work_more"\nheading = "（二）"\nprompt = "二"\nrows = 1\ncomposed = "二"\n[[section]]\nid = "work.more"\ncomposed = "三"\nheading = "（一）细节"', "section", "重复的名称 'work_more'", None),
    (SECTIONS, "[[section]]", "[[sections]]", "sections", "不认识的键", "是不是 section？"),
    # ── rules ──
    (RULES, 'code = "Y501"', 'code = "B301"', "rule", "重复的名称 'B301'", None),
    (RULES, 'code = "Y501"', 'code = "B302"', "rule 第 2 项（B302）.code", "用了 last()，却不是与上年比的编号", "请改用 Y501 一类的编号。"),
    (RULES, 'code = "B301"', 'code = "Y502"', "rule 第 1 项（Y502）.code", "没有用 last()，却是与上年比的编号", "请改用 B301 一类的编号。"),
    *[
        (RULES, 'code = "B301"', f'code = "{code}"', f"rule 第 1 项（{code}）.code", f"不能作规则编号：{code!r}", "当年各数之间的规则用 B301 至 B399，与上年比的用 Y501 至 Y599（Y510 至 Y519 除外）。")
        for code in ("B401", "V202", "F010", "S101", "T401", "R601", "B30", "B3001", "b301", "B3０1", "X1", "Y601", "Y511")
    ],
    (RULES, 'severity = "error"', 'severity = "fatal"', "rule 第 1 项（B301）.severity", '不认识的值 "fatal"', "可用的值：error、note、warning。"),
    (RULES, 'remedy = "核对。"\n', "", "rule 第 1 项（B301）.remedy", "缺少这一项", "请补上，类型是文字。"),
    (RULES, 'name = "衔接"', 'nmae = "衔接"', "rule 第 2 项（Y501）.name", "缺少这一项", None),
    (RULES, "done + left", "done + + left", "rule 第 1 项（B301）.expression 第 41 个字符", "这里应是行、列或 表.行.列 的 id，却是“+”", "请对照 form.toml 里的表、行、列 id 改正。"),
    (RULES, "done + left", "done + lift", "rule 第 1 项（B301）.expression 第 41 个字符", "没有字段 work.lift.paper", "请对照 form.toml 里的表、行、列 id 改正。"),
    (RULES, "column of work", "column of wrok", "rule 第 1 项（B301）.expression 第 16 个字符", "没有名为 wrok 的表", None),
    (RULES, "last(work.left.net)", "last(work.left)", "rule 第 2 项（Y501）.expression 第 2 项 第 21 个字符", "没有字段 work.left", None),
    (RULES, "work.old.net = last(work.left.net)", "work.old.net = last(", "rule 第 2 项（Y501）.expression 第 2 项 第 21 个字符", "这里应是行、列或 表.行.列 的 id，表达式却到此为止", None),
    (RULES, '"each column of work: new + old = done + left"', '"1 = 1"', "rule 第 1 项（B301）.expression 第 1 个字符", "规则没有提到本年的任何一项", None),
    (RULES, '"each column of work: new + old = done + left"', "[]", "rule 第 1 项（B301）.expression", "数组是空的", "请至少写一项。"),
    (RULES, '"each column of work: new + old = done + left"', '["work.new.net <= 5", "work.new.net >= 1"]', "rule 第 1 项（B301）.expression", "有两个式子都落在 work.new.net", None),
    (RULES, "[[rule]]", "[[rules]]", "rules", "不认识的键", "是不是 rule？"),
]  # fmt: skip


class TestMistakes:
    @pytest.mark.parametrize(
        ("name", "old", "new", "place", "problem", "remedy"),
        FAULTS,
        ids=[f"{place}-{problem}"[:60] for _, _, _, place, problem, _ in FAULTS],
    )
    def test_place_problem_and_remedy(  # noqa: PLR0913 - one parameter for each thing that differs
        self,
        tmp_path: Path,
        *,
        name: str,
        old: str,
        new: str,
        place: str,
        problem: str | None,
        remedy: str | None,
    ) -> None:
        found = mistake(tmp_path, replaced(name, old, new))
        assert found == (name, place, problem or found[2], remedy or found[3])


class TestNames:
    """What the form must not take is what the rooms above really use."""

    def test_sheets(self) -> None:
        fixed = [value for name, value in vars(plan).items() if name.endswith("_SHEET")]
        assert set(fixed) < set(names.RESERVED_SHEETS)
        assert set(names.RESERVED_SHEETS) - set(fixed) == {"History"}

    @for_every_form
    def test_keys_of_the_json(self, form: Form) -> None:
        shape = Shape(form)
        assert set(shape.keys) - set(shape.optional) == names.RESERVED_TABLES

    @for_every_form
    def test_codes(self, form: Form) -> None:
        codes = {rule.code for rule in form.rules}
        assert not codes & set(catalogue.entries())
        assert not any(names.RULE_CODE.fullmatch(code) for code in catalogue.entries())


class TestValues:
    def test_defaults(self, tmp_path: Path) -> None:
        form = small_form(tmp_path)
        assert [item.carried for item in form.profile] == [item.id in CARRIED_ITEMS for item in form.profile]
        assert {item.id: item.due for item in form.profile if item.due != Due()} == {
            "name": Due(always=True), "kind": Due(always=True), "year": Due(always=True),
            "fax": Due(kinds=("政府",)),
        }  # fmt: skip
        assert [(section.id, section.titled) for section in form.sections] == [
            ("preamble", False), ("work", True), ("work.more", True),
        ]  # fmt: skip
        assert (form.covers(2019), form.covers(2020), form.covers(2025), form.covers(2026)) == (
            False, True, True, False,
        )  # fmt: skip

    def test_fields(self, tmp_path: Path) -> None:
        form = small_form(tmp_path)
        assert form.fields["work.all.total"] == Field(
            id="work.all.total",
            alias="办件.总数.合计",
            table="work",
            row="all",
            column="total",
            role=FieldRole.COMPUTED,
            type=FieldType.COUNT,
            unit="件",
            limit=1000,
            due=Due(always=True),
            inputs=("work.new.paper", "work.new.net", "work.old.paper", "work.old.net"),
        )
        assert form.fields["work.came.net"].role is FieldRole.GROUP
        assert form.fields["extra.money"] == Field(
            id="extra.money",
            alias="补充.金额",
            table="extra",
            row="money",
            column="",
            role=FieldRole.INPUT,
            type=FieldType.AMOUNT,
            unit="元",
            limit=1000,
            due=Due(kinds=("政府",)),
            inputs=("extra.money",),
        )
        assert [item.id for item in form.inputs] == [
            *(f"work.{row}.{column}" for row in ("new", "old", "done", "left") for column in ("paper", "net")),
            "extra.change", "extra.money",
        ]  # fmt: skip

    def test_what_may_be_said_of_a_line(self, tmp_path: Path) -> None:
        said = 'heading = ["增减"], note = "只填变化。", additive = false'
        form = load_form(write(tmp_path / "small", replaced(FORM, 'heading = ["增减"]', said)))
        assert (form.fields["extra.change"].note, form.fields["extra.change"].additive) == (
            "只填变化。",
            False,
        )
        assert form.table("extra").blocks[0].columns == (Line(id="", alias="", heading=("数量",)),)

    def test_a_single_string_is_an_array_of_one(self, tmp_path: Path) -> None:
        form = load_form(write(tmp_path / "small", replaced(FORM, 'heading = ["新收"]', 'heading = "新收"')))
        assert form.table("work").blocks[0].rows[0].heading == ("新收",)

    def test_a_form_may_have_no_rules(self, tmp_path: Path) -> None:
        assert load_form(write(tmp_path / "small", {RULES: ""})).rules == ()

    def test_carried_and_titled_can_be_said(self, tmp_path: Path) -> None:
        changes = replaced(FORM, "length = 40", "carried = true") | replaced(
            SECTIONS, "rows = 2", "rows = 2\ntitled = true"
        )
        form = load_form(write(tmp_path / "small", changes))
        assert form.profile[-1].carried
        assert form.sections[0].titled


class TestDigest:
    def test_changes_with_every_file_that_a_workbook_is_made_from(self, tmp_path: Path) -> None:
        digests = {small_form(tmp_path).digest}
        for number, name in enumerate(DIGESTED_FILES):
            changed = load_form(write(tmp_path / f"{number}", {name: FILES[name] + "\n# 注"}))
            digests.add(changed.digest)
        assert len(digests) == 1 + len(DIGESTED_FILES)
        assert all(re.fullmatch("[0-9a-f]{16}", digest) for digest in digests)

    def test_not_with_what_only_the_report_is_made_from(self, tmp_path: Path) -> None:
        changed = load_form(write(tmp_path / "other", {NARRATIVE: FILES[NARRATIVE] + "再说。"}))
        assert changed.digest == small_form(tmp_path).digest

    def test_not_with_the_way_lines_end(self, tmp_path: Path) -> None:
        windows: Changes = {name: text.replace("\n", "\r\n") for name, text in FILES.items()}
        assert load_form(write(tmp_path / "crlf", windows)).digest == small_form(tmp_path).digest

    def test_not_with_a_byte_order_mark(self, tmp_path: Path) -> None:
        marked: Changes = {name: b"\xef\xbb\xbf" + text.encode() for name, text in FILES.items()}
        form = load_form(write(tmp_path / "bom", marked))
        assert form.digest == small_form(tmp_path).digest
        assert _plain(form) == _plain(small_form(tmp_path))


class TestInstalledForms:
    def test_folder_is_the_id_and_years_do_not_overlap(self) -> None:
        forms = [load_form(folder) for folder in installed_forms()]
        assert [form.id for form in forms] == [folder.name for folder in installed_forms()]
        for year in range(1990, 2101):
            covering = [form for form in forms if form.covers(year)]
            assert len(covering) <= 1
            assert form_for_year(year) is (covering[0] if covering else None)

    def test_by_id(self) -> None:
        form = installed_form("annual_report_2021")
        assert form is not None
        assert (form.id, form.first_year, form.last_year) == ("annual_report_2021", 2021, None)
        assert installed_form("annual_report_2020") is None

    def test_the_last_is_the_latest(self) -> None:
        forms = [load_form(folder) for folder in installed_forms()]
        assert max(forms, key=lambda form: form.first_year) is forms[-1]

    def test_same_id_same_meaning(self) -> None:
        """What several forms have is one thing, whatever its heading: last year is compared by these ids."""
        for one, other in combinations([load_form(folder) for folder in installed_forms()], 2):
            for name in one.fields.keys() & other.fields.keys():
                mine, its = one.fields[name], other.fields[name]
                assert (mine.alias, mine.type, mine.unit, mine.additive) == (
                    its.alias,
                    its.type,
                    its.unit,
                    its.additive,
                )
            rules = {rule.code: (rule.name, rule.severity) for rule in other.rules}
            for rule in one.rules:
                assert (rule.name, rule.severity) == rules.get(rule.code, (rule.name, rule.severity))
            sections = {section.id: section.parent for section in other.sections}
            assert {section.id: section.parent for section in one.sections} == sections

    @for_every_form
    def test_names_are_unique(self, form: Form) -> None:
        for unique in (
            [item.alias for item in form.fields.values()],
            [table.sheet for table in form.tables],
            [table.alias for table in form.tables],
            [item.id for item in form.profile],
            [section.id for section in form.sections],
            [rule.code for rule in form.rules],
        ):
            assert len(unique) == len(set(unique))
        assert all(form.aliases[item.alias] == item.id for item in form.fields.values())

    @for_every_form
    def test_totals_are_the_sums_of_inputs(self, form: Form) -> None:
        inputs = {item.id for item in form.inputs}
        for item in form.fields.values():
            assert set(item.inputs) <= inputs
            assert len(item.inputs) == len(set(item.inputs))
            assert (item.inputs == (item.id,)) is (item.role is FieldRole.INPUT)

    @for_every_form
    def test_what_gktool_relies_on_is_there(self, form: Form) -> None:
        types = {item.id: item.type for item in form.profile}
        assert types | CORE_ITEMS == types

    @for_every_form
    def test_rules_anchor_in_cells(self, form: Form) -> None:
        instances = list(form.instances)
        assert len({instance.key for instance in instances}) == len(instances)
        assert all(form.fields[instance.anchor.field].role is not FieldRole.GROUP for instance in instances)


class TestAnyFolder:
    @settings(max_examples=150, deadline=None)
    @given(
        name=st.sampled_from([FORM, SECTIONS, RULES]),
        at=st.integers(0, 2000),
        length=st.integers(0, 40),
        put=st.one_of(
            st.text(max_size=8), st.sampled_from(['"', "]", "}", "\n[[rule]]\n", "sum", "0", "each "])
        ),
    )
    def test_loads_or_says_where(
        self, tmp_path_factory: pytest.TempPathFactory, name: str, at: int, length: int, put: str
    ) -> None:
        at = min(at, len(FILES[name]))
        content = FILES[name][:at] + put + FILES[name][at + length :]
        folder = tmp_path_factory.mktemp("any")
        try:
            outcome: Form | FormError = load_form(write(folder, {name: content.encode("utf-8", "replace")}))
        except FormError as error:
            outcome = error
        finally:
            shutil.rmtree(folder)
        assert isinstance(outcome, Form) or (outcome.file and outcome.problem and outcome.remedy)


def _plain(form: Form) -> dict[str, Any]:
    """Every value of a form but where it lies."""
    return {name: value for name, value in asdict(form).items() if name != "folder"}
