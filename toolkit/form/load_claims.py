"""From claims.toml to Claims; a mistake in it is a FormError that names its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from toolkit.form.claims import (
    CODES,
    MADE,
    MARKS,
    NUMBER,
    Claims,
    Domain,
    Partition,
    Reading,
    Subject,
    Wording,
)
from toolkit.form.extend import CLAIMS_FILE, read_claims
from toolkit.form.names import unique
from toolkit.form.source import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from toolkit.form.model import Field, Form
    from toolkit.form.source import Node

_ITEM: Final = re.compile(r"\s*([+-])?\s*([^\s+-]+)\s*")
_ROW: Final = "{row}"


def load_claims(folder: Path, form: Form) -> Claims | None:
    """Load and verify claims.toml, or return None where the form has none; raises FormError."""
    if not (folder / CLAIMS_FILE).is_file():
        return None
    sections = {section.id for section in form.sections}
    return _Loader(read_claims(folder), form.fields, form.aliases, sections).claims()


class _Loader:
    def __init__(
        self, root: Node, fields: Mapping[str, Field], aliases: Mapping[str, str], sections: set[str]
    ) -> None:
        self.root = root
        self.fields = fields
        self.aliases = aliases
        self.sections = sections
        words = root.table("words")
        self.words = {name: words.texts(name) for name in words.data}
        self.classes = {*self.words, *MADE}
        self.domains: dict[str, Domain] = {}

    def claims(self) -> Claims:
        nodes = self.root.tables("domain")
        unique(self.root, "domain", (node.text("id") for node in nodes))
        for node in nodes:
            domain = self._domain(node)
            self.domains[domain.id] = domain
        subjects = tuple(self._subject(node) for node in self.root.tables("subject"))
        unique(self.root, "subject", (subject.id for subject in subjects))
        known = {subject.id for subject in subjects}
        for node, subject in zip(self.root.tables("subject"), subjects, strict=True):
            self._allowed(node, "unsure_after", subject.unsure_after, known)
        partitions = []
        for node in self.root.tables("partition", required=False):
            partitions.append(
                Partition(node.texts("wholes"), node.texts("parts"), node.flag("complete", default=False))
            )
            self._allowed(node, "parts", (*partitions[-1].wholes, *partitions[-1].parts), known)
            node.done()
        wording = self._wording(self.root.table("wording"))
        borders = self.root.table("borders")
        before, between = (frozenset(self._classes(borders, key)) for key in ("before", "between"))
        borders.done()
        self.root.done()
        return Claims(
            words=self.words,
            before=before,
            between=between,
            domains=self.domains,
            subjects=subjects,
            partitions=tuple(partitions),
            wording=wording,
        )

    def _domain(self, node: Node) -> Domain:
        domain = Domain(
            id=node.text("id"),
            words=self._classes(node, "words"),
            rows=node.texts("rows", required=False),
            sections=self._sections(node),
            joins=node.texts("joins", required=False),
        )
        self._allowed(node, "joins", domain.joins, self.domains)
        node.done()
        return domain

    def _subject(self, node: Node) -> Subject:
        domains = node.texts("domains", required=False)
        self._allowed(node, "domains", domains, self.domains)
        phrases = node.texts("phrases")
        for phrase in phrases:
            self._phrase(node, phrase)
        subject = Subject(
            id=node.text("id"),
            name=node.text("name"),
            domains=domains,
            phrases=phrases,
            readings=self._readings(node, "readings", domains, required=True),
            others=self._readings(node, "others", domains),
            within=self._readings(node, "within", domains),
            units=node.texts("units", required=False),
            code=node.choice("code", CODES, CODES[0]),
            at_most=node.flag("at_most", default=False),
            doubtful=node.flag("doubtful", default=False),
            weak=node.flag("weak", default=False),
            unsure_after=node.texts("unsure_after", required=False),
            near=self._classes(node, "near"),
            sections=self._sections(node),
        )
        node.done()
        return subject

    def _phrase(self, node: Node, phrase: str) -> None:
        elements = phrase.split()
        needed = [one for one in elements if one not in {*MARKS, NUMBER} and not one.endswith("?")]
        if not needed or elements.count(NUMBER) > 1:
            node.fail("phrases", f"句式 {phrase!r} 写得不对", "至少要有一类词，至多有一个 #。")
        names = (name for element in elements if element not in MARKS
                 for name in element.removesuffix("?").split("|"))  # fmt: skip
        self._allowed(node, "phrases", names, self.classes)

    def _readings(
        self, node: Node, key: str, domains: tuple[str, ...], *, required: bool = False
    ) -> dict[str, tuple[Reading, ...]]:
        sources = node.texts(key, required=required)
        return {
            domain: tuple(self._reading(node, key, source, domain) for source in sources)
            for domain in domains or ("",)
        }

    def _reading(self, node: Node, key: str, source: str, domain: str) -> Reading:
        """The fields of one reading, `{row}` being every row of the domain in turn."""
        items = []
        names: list[str] = []
        rows = self.domains[domain].rows if domain else ()
        for sign, name in _ITEM.findall(source):
            for path in (name.replace(_ROW, row) for row in rows) if _ROW in name else (name,):
                path_id = self.aliases.get(path, path)
                if path_id not in self.fields:
                    node.fail(
                        key, f"没有字段 {path!r}", "请写表里的字段，如 requests.new.total 或 依申请.新收。"
                    )
                items.append((-1 if sign == "-" else 1, path_id))
                alias = self.fields[path_id].alias.partition(".")[2].removesuffix(".总计")
                names.append(f"{' − ' if sign == '-' else ' + ' if names else ''}{alias.replace('.', '·')}")
        return Reading(tuple(items), "".join(names))

    def _wording(self, node: Node) -> Wording:
        wording = Wording(
            placeholders=node.texts("placeholders"),
            problems=node.texts("problems"),
            improvements=node.texts("improvements"),
            both_in=node.texts("both_in"),
            copied_share=node.whole("copied_share", most=100),
            copied_shortest=node.whole("copied_shortest", most=1000),
            copied_skip=node.texts("copied_skip"),
            copied_fixed=node.texts("copied_fixed", required=False),
        )
        self._allowed(node, "both_in", wording.both_in, self.sections)
        self._allowed(node, "copied_skip", wording.copied_skip, self.sections)
        node.done()
        return wording

    def _sections(self, node: Node) -> tuple[str, ...]:
        sections = node.texts("sections", required=False)
        self._allowed(node, "sections", sections, self.sections)
        return sections

    def _classes(self, node: Node, key: str) -> tuple[str, ...]:
        names = node.texts(key, required=False)
        self._allowed(node, key, names, self.words)
        return names

    @staticmethod
    def _allowed(node: Node, key: str, names: Iterable[str], known: Collection[str]) -> None:
        for name in names:
            if name not in known:
                node.fail(key, f"不认识的名称 {name!r}", suggestion(name, known, "可用的名称"))
