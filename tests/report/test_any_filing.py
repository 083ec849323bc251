from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.filing import Filing, Mode
from toolkit.form.load import installed_form
from toolkit.report.compose import compose
from toolkit.report.figures import figure_text
from toolkit.report.formats import RENDERERS
from toolkit.values import Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from toolkit.report.document import Report

    Filed = Callable[..., Filing]


FORM = installed_form("annual_report_2021")
assert FORM is not None
COUNTS = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 9_999_999))
FIGURES = st.fixed_dictionaries({}, optional={item.id: COUNTS for item in FORM.inputs})
LEGAL = {"2021", "30", "2020", "109", "1", "12", "31", "2023"}


def composed(report: Report) -> Iterable[str]:
    for section in report.sections:
        for paragraph in section.paragraphs:
            yield from (span.text for span in paragraph if span.origin == "composed")


class TestAnyFigures:
    @settings(max_examples=60, deadline=None)
    @given(figures=FIGURES, mode=st.sampled_from(Mode), kind=st.sampled_from(FORM.kinds))
    def test_every_number_is_a_figure(
        self, filed: Filed, figures: dict[str, int], mode: str, kind: str
    ) -> None:
        filing = filed(figures, mode=mode, kind=kind, address=None, telephone=None, postcode=None)
        values = Values(FORM, filing)
        totals = {field_id: values.total(field_id) or 0 for field_id in FORM.fields}
        organizations = totals["requests.new.total"] - totals["requests.new.natural"]
        known = {figure_text(total) for total in totals.values()} | {figure_text(organizations)} | LEGAL
        for text in composed(compose(filing, FORM)):
            assert set(re.findall(r"\d+", text)) <= known
            assert not re.search(r"(?<!\d)0[件条个次人]", text)
            assert not re.search(r"\s|，，|。，|，。|；。|、。|None|\ufdd0|待填", text)
            assert text.endswith("。")

    @settings(max_examples=40, deadline=None)
    @given(
        figures=st.dictionaries(
            st.sampled_from(sorted(item.id for item in FORM.inputs)),
            st.one_of(st.floats(), st.text(max_size=5)),
        ),
        mode=st.one_of(st.none(), st.sampled_from(Mode), st.text(max_size=5)),
        texts=st.dictionaries(st.sampled_from([one.id for one in FORM.sections]), st.text(max_size=40)),
        profile=st.dictionaries(
            st.sampled_from([one.id for one in FORM.profile if one.id != "year"]), st.text(max_size=10)
        ),
        draft=st.booleans(),
    )
    def test_anything_can_be_composed_and_rendered(  # noqa: PLR0913 - hypothesis gives each by name
        self,
        filed: Filed,
        *,
        figures: dict[str, float | str],
        mode: str | None,
        texts: dict[str, str],
        profile: dict[str, str],
        draft: bool,
    ) -> None:
        report = compose(filed(figures, mode=mode, texts=texts, **profile), FORM, draft=draft)
        for suffix in (".md", ".txt", ".html"):
            rendered = RENDERERS[suffix](report, FORM).decode()
            assert rendered.endswith("\n")
            assert not rendered.endswith("\n\n")
            assert "\ufdd0" not in rendered
