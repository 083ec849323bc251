"""A published report → Reading: the form that fits best, the figures, the texts, and what could not be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from toolkit import catalogue
from toolkit.filing import Filing, Paragraph, Place, entered
from toolkit.form.installed import installed_forms
from toolkit.form.load import load_form
from toolkit.package.refusal import refuse
from toolkit.published.blocks import Text
from toolkit.published.figures import figures_of
from toolkit.published.front import is_date, read_front
from toolkit.published.labels import key_of
from toolkit.published.lattice import is_row
from toolkit.published.outline import outline, paragraphs
from toolkit.published.shapes import printed_tables, words_of_all
from toolkit.published.source import read_document
from toolkit.published.tables import read_tables
from toolkit.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from toolkit.filing import Entry
    from toolkit.finding import Finding
    from toolkit.form.model import Form
    from toolkit.published.blocks import Block, Document
    from toolkit.published.front import Front
    from toolkit.published.outline import Outline, Part
    from toolkit.published.tables import Tables

PREFACE: Final = "引言"
_FEWEST: Final = 2  # headings of the form without which a text is no report
_FIRST_PARTS: Final = 3  # before the front and the parts in which some put what belongs to it
_STRAY: Final = 15  # characters of a text under a table's title that is told
_FOOT: Final = re.compile(
    r"^\W*(?:扫一扫|分享到|打印本页|关闭窗口|上一[篇条]|下一[篇条]|相关链接|相关附件|版权所有|主办单位|主办[:：]|承办单位|网站标识码"
    r"|(?:.{0,4}ICP备)|.{0,3}公网安备|责任编辑|(?:【|\[)?打印(?:】|\])?|网站地图|联系我们|Copyright)",
    re.IGNORECASE,
)


def read_published(path: Path, *, form: Form | None = None, year: int | None = None) -> Reading:
    """Read a published report; `year` is what the report should have said where it does not.

    Without `form` every installed one is tried, and the one whose labels fit best is taken.

    Raises FileRefused for a file that cannot be read, and F019 for one that is no such report.
    """
    return read_blocks(read_document(path), form=form, year=year)


def read_blocks(document: Document, *, form: Form | None = None, year: int | None = None) -> Reading:
    """Read a document that a reader of files made; see `read_published`."""
    forms = [form] if form else [load_form(folder) for folder in installed_forms()]
    drafts = [_Draft.of(document, one, year) for one in forms]
    best = max(drafts, key=lambda draft: draft.rank)
    if not best.is_report:
        raise refuse("F019")
    others = [draft for draft in drafts if draft is not best]
    return best.reading(others)


class _Draft(Struct, frozen=True):
    """A document read under one form."""

    form: Form
    outline: Outline
    tables: Tables
    front: Front
    year: int | None

    @classmethod
    def of(cls, document: Document, form: Form, year: int | None) -> _Draft:
        parts = outline(document.blocks, form)
        own: dict[str, list[Block]] = {}
        for part in parts.parts:
            if part.entry is not None and part.entry.is_table:
                own.setdefault(part.entry.id, []).extend(part.blocks)
        tables = read_tables(document.blocks, own, form)
        first = [line for part in parts.parts[1:_FIRST_PARTS] for line in paragraphs(part)]
        front = read_front(list(paragraphs(parts.parts[0])), first, document.title, form)
        return cls(form, parts, tables, front, year or front.year)

    @property
    def rank(self) -> tuple[float, bool, int]:
        """How well the form fits: by its labels, then by the year, then the newer."""
        return round(self.tables.sure, 3), self.covers, self.form.first_year

    @property
    def covers(self) -> bool:
        """Whether the form is for the report's year."""
        return self.year is not None and self.form.covers(self.year)

    @property
    def is_report(self) -> bool:
        """Whether anything speaks for a report of this form."""
        headings = {part.entry.id for part in self.outline.parts if part.entry}
        return bool(self.tables.found) or len(headings) >= _FEWEST or bool(self.front.organ and headings)

    def reading(self, others: Sequence[_Draft]) -> Reading:
        titles: dict[str, str] = {}
        for part in self.outline.parts:
            if part.entry and part.heading and part.entry.is_table:
                titles.setdefault(part.entry.id, part.heading.text)
        figures = figures_of(self.tables, titles, self.form)
        texts = self._texts()
        filing = Filing(
            form_id=self.form.id,
            year=self.year,
            profile=self._profile(),
            modes=figures.modes,
            figures=figures.inputs,
            stated=figures.stated,
            texts=texts,
            compose={
                section.id: entered("否")
                for section in self.form.sections
                if section.composed and section.id in texts
            },
            headings=tuple(self._headings()),
        )
        findings = (*self._about_form(others), *self._about_front(), *figures.findings, *self._about_texts())
        sheets = [PREFACE, *(part.heading.text for part in self.outline.parts if part.heading)]
        sheets += [table.title for table in printed_tables(self.form)]
        return Reading(self.form, filing, findings, tuple(dict.fromkeys(sheets)))

    # ── texts ────────────────────────────────────────────────────────────────

    def _profile(self) -> dict[str, Entry]:
        profile = dict(self.front.contact)
        if self.front.organ:
            profile["name"] = entered(self.front.organ)
        if self.year is not None:
            profile["year"] = entered(self.year)
        return profile

    def _headings(self) -> Iterator[Paragraph]:
        """The headings of the report itself: those of what is appended have numbers of their own."""
        for part in self.outline.parts:
            if part.heading and not part.appended:
                yield Paragraph(part.heading.text, Place(part.heading.text, "标题"))

    def _texts(self) -> dict[str, tuple[Paragraph, ...]]:
        texts: dict[str, tuple[Paragraph, ...]] = {}
        preface = next((section.id for section in self.form.sections if not section.titled), None)
        if preface and self.front.preamble:
            texts[preface] = tuple(_placed(self.front.preamble, PREFACE))
        for part in self.outline.parts:
            if part.entry is None or part.heading is None:
                continue
            name, lines = part.entry.id, self._without_foot(part, paragraphs(part))
            if part.entry.is_table:
                section = self.form.section_about(part.entry.id)
                name, lines = section.id if section else "", self._beside_table(part) if section else []
            if lines:
                texts[name] = texts.get(name, ()) + tuple(_placed(lines, part.heading.text))
        order = [section.id for section in self.form.sections]
        return {name: texts[name] for name in order if name in texts}

    def _beside_table(self, part: Part) -> list[Text]:
        """The paragraphs under a table's heading that are no part of the table."""
        words = words_of_all(self.form)
        return [
            block
            for block in self._without_foot(part, (one for one in part.blocks if isinstance(one, Text)))
            if len(block.text) > _STRAY and key_of(block.text) not in words and not is_row(block.text, words)
        ]

    def _without_foot(self, part: Part, lines: Iterable[Text]) -> list[Text]:
        """The lines of a part; behind the last part a page's foot is cut off, and the signature."""
        own = list(lines)
        if part is self.outline.parts[-1]:
            foot = next((at for at, line in enumerate(own) if _FOOT.match(line.text)), len(own))
            del own[foot:]
            while own and (is_date(own[-1].text) or "".join(own[-1].text.split()) == self.front.organ):
                own.pop()
        return own

    # ── findings ─────────────────────────────────────────────────────────────

    def _about_form(self, others: Sequence[_Draft]) -> Iterator[Finding]:
        if self.year is not None and not self.covers:
            fitting = [draft.form.name for draft in others if draft.form.covers(self.year)]
            yield catalogue.finding(
                "S141", found=self.form.name, expected="、".join(fitting) or "别的表样", year=self.year
            )
        alike = [draft.form.name for draft in others if draft.rank[:2] == self.rank[:2]]
        if alike and len(self.tables.found):
            yield catalogue.finding("S142", found=self.form.name, expected="、".join(alike))

    def _about_front(self) -> Iterator[Finding]:
        if self.year is None:
            yield catalogue.finding("S130", field="year")
        if not self.front.organ:
            yield catalogue.finding("S131", field="name")

    def _about_texts(self) -> Iterator[Finding]:
        for heading in self.outline.unknown:
            yield catalogue.finding("S143", found=heading.text.strip(), text=heading.text.strip())
        for part in self.outline.parts:
            if part.entry and part.heading and part.entry.is_table and (beside := self._beside_table(part)):
                section, text = self.form.section_about(part.entry.id), beside[0].text
                yield catalogue.finding(
                    "S144",
                    sheet=part.heading.text,
                    found=text,
                    count=len(beside),
                    text=text[:30],
                    what=f"，算作“{section.heading}”的文字" if section else "没有读",
                )
        if self.tables.others:
            yield catalogue.finding("S145", found=str(len(self.tables.others)), count=len(self.tables.others))


def _placed(lines: Iterable[Text], sheet: str) -> Iterator[Paragraph]:
    for number, line in enumerate(lines, start=1):
        yield Paragraph(line.text, Place(sheet, f"第 {number} 段"))
