from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from forms.fillings import FORMS

from toolkit.form.error import FormError
from toolkit.form.load import load_form
from toolkit.report.compose import compose
from toolkit.report.verify import verify_narrative

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.filing import Filing
    from toolkit.form.model import Form

    Filed = Callable[..., Filing]


BROKEN: list[tuple[str, tuple[str, str]]] = [
    (
        "{% macro other() %}\n\n{{ nobody }}{% endmacro %}",
        ("第 3 行", "模板算不出来（'nobody' is undefined）"),
    ),
    ("{% macro other() %}{{ 1 / 0 }}{% endmacro %}", ("第 1 行", "模板算不出来（division by zero）")),
    (
        '{% macro other() %}\n{{ figure("requests.news.total") }}{% endmacro %}',
        ("第 2 行", "没有字段 requests.news.total，是不是 requests.new.total"),
    ),
    ('\n{{ about("adress") }}', ("第 2 行", "没有基本信息 adress，是不是 address")),
    ("\n\n{% if %}", ("第 3 行", "模板语法有误（Expected an expression, got 'end of statement block'）")),
    (
        "{{ ''.__class__.__mro__ }}",
        ("第 1 行", "模板算不出来（access to attribute '__class__' of 'str' object is unsafe.）"),
    ),
    ("", ("", "没有名为 preamble 的宏，而 sections.toml 的 preamble 写了 composed")),
]


class TestMistakesInTheTemplate:
    @pytest.mark.parametrize(("template", "mistake"), BROKEN, ids=range(len(BROKEN)))
    def test_place_and_problem(
        self, form: Form, filed: Filed, tmp_path: Path, template: str, mistake: tuple[str, str]
    ) -> None:
        folder = tmp_path / "form"
        shutil.copytree(form.folder, folder)
        macros = "".join(
            "{% macro " + section.id.replace(".", "_") + "() %}{% endmacro %}"
            for section in form.sections
            if section.id != "other"
        )
        (folder / "narrative.md.j2").write_text(template + (macros if template else ""), encoding="utf-8")
        with pytest.raises(FormError) as caught:
            compose(filed(), load_form(folder))
        assert (caught.value.file, caught.value.place, caught.value.problem) == ("narrative.md.j2", *mistake)


AT_ONCE: list[tuple[str, tuple[str, str]]] = [
    ("{% if year == 1 %}\n{{ nobody }}{% endif %}", ("第 2 行", "没有名称 nobody")),
    (
        '{% if year == 1 %}{{ figure("requests.new.total", "requests.news.total") }}{% endif %}',
        ("第 1 行", "没有字段 requests.news.total，是不是 requests.new.total"),
    ),
    ('{{ about("adress") if year == 1 }}', ("第 1 行", "没有基本信息 adress，是不是 address")),
    (
        '{% for column in ["natural", "nature"] %}\n{{ figure("requests.new." ~ column) }}{% endfor %}',
        ("第 2 行", "没有字段 requests.new.nature，是不是 requests.new.natural"),
    ),
    (
        '{{ figure("requests.new.total").zer }}',
        ("第 1 行", "模板算不出来（'toolkit.report.figures.Figure object' has no attribute 'zer'）"),
    ),
    ('{% if kind == "其他组织" %}{{ 1 / 0 }}{% endif %}', ("第 1 行", "模板算不出来（division by zero）")),
    ("{% if draft %}{{ organ() }}{% endif %}", ("第 1 行", "模板算不出来（'str' object is not callable）")),
    ("{{ year | sorted }}", ("第 1 行", "模板语法有误（No filter named 'sorted'.）")),
]


class TestBeforeAnythingIsFilledIn:
    @pytest.mark.parametrize(("template", "mistake"), AT_ONCE, ids=range(len(AT_ONCE)))
    def test_place_and_problem(
        self, form: Form, tmp_path: Path, template: str, mistake: tuple[str, str]
    ) -> None:
        folder = tmp_path / "form"
        shutil.copytree(form.folder, folder)
        file = folder / "narrative.md.j2"
        whole = "{% macro other() %}" + template + "{% endmacro %}"
        rest = file.read_text(encoding="utf-8").replace("{% macro other() %}", "{% macro another() %}")
        file.write_text(whole + rest, encoding="utf-8")
        with pytest.raises(FormError) as caught:
            verify_narrative(load_form(folder))
        assert (caught.value.file, caught.value.place, caught.value.problem) == ("narrative.md.j2", *mistake)

    @pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
    def test_every_form_passes(self, form: Form) -> None:
        verify_narrative(form)
