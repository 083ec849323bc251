from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import SEED

from toolkit.filing import Filing, Paragraph, entered
from toolkit.form.load import installed_form
from toolkit.report.document import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.form.model import Form
    from toolkit.report.document import Report

PROFILE = {
    "name": "大通区人民政府办公室",
    "kind": "部门",
    "scope": "本机关",
    "address": "大通区民主东路5号",
    "telephone": "0554-2519375",
    "postcode": "232000",
    "website": "http://www.hndt.gov.cn/",
    "website_name": "大通区人民政府网站",
}
FIGURES = SEED
TEXTS = {
    "overview": "围绕区委、区政府中心工作，把公开融入办文、办会、办事全过程。",
    "overview.disclosure": "*重点*领域信息按季度更新，制发的【主动公开.规范性文件.本年制发】件文件均附解读。",
    "overview.platform": "改版网站“政府信息公开”专栏，网址为http://www.hndt.gov.cn/zw_gk/。",
    "problems": "一是栏目更新不够及时。|二是答复说理不够充分，已对【依申请.不予公开】件不予公开决定复盘。",
    "other": "1. 本年度没有其他需要报告的事项。",
}


@pytest.fixture(scope="session")
def form() -> Form:
    form = installed_form("annual_report_2021")
    assert form is not None
    return form


@pytest.fixture(scope="session")
def filed() -> Callable[..., Filing]:
    """Make a filing: the example's, or one with these figures, texts and items of 基本信息 instead."""

    def make(
        figures: dict[str, float | str] | None = None,
        *,
        year: int | None = 2023,
        mode: str | None = "空白即为0",
        texts: dict[str, str] | None = None,
        compose: dict[str, str] | None = None,
        **profile: str | None,
    ) -> Filing:
        return Filing(
            form_id="annual_report_2021",
            year=year,
            profile={name: entered(value) for name, value in (PROFILE | profile).items()},
            modes={table: entered(mode) for table in ("disclosure", "requests", "disputes")},
            figures={
                name: entered(value) for name, value in (FIGURES if figures is None else figures).items()
            },
            texts={
                name: tuple(Paragraph(line) for line in text.split("|"))
                for name, text in (texts or {}).items()
            },
            compose={name: entered(value) for name, value in (compose or {}).items()},
        )

    return make


@pytest.fixture(scope="session")
def said() -> Callable[[Report, str], list[str]]:
    """Give the paragraphs of one section as plain text."""
    return lambda report, section_id: [
        words(paragraph)
        for section in report.sections
        if section.id == section_id
        for paragraph in section.paragraphs
    ]


@pytest.fixture(scope="session")
def example(filed: Callable[..., Filing]) -> Filing:
    """Give the example with words of the office; `expected/` holds what comes out."""
    return filed(texts=TEXTS)
