"""What a text speaks of at each of its words: requests, reconsideration, normative documents, or something else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from toolkit.form.claims import SOFT

if TYPE_CHECKING:
    from toolkit.check.lexicon import Tokens
    from toolkit.check.phrases import Phrasebook


@cache
def _neutral(classes: frozenset[str]) -> bool:
    """Say whether a token may stand between two domains that are named together."""
    return bool(classes & {"sep", *SOFT})


def domains_of(book: Phrasebook, section: str, tokens: Tokens) -> list[tuple[str | None, str | None]]:
    """For each token, what is spoken of before it, and what it names itself."""
    domains, domain_of, between = book.claims.domains, book.domain_of, book.between
    spoken = next((domain.id for domain in domains.values() if section in domain.sections), None)
    joined = {frozenset(domain.joins): domain.id for domain in domains.values() if domain.joins}
    found: list[tuple[str | None, str | None]] = []
    neighbour: str | None = None
    for token in tokens.tokens:
        classes = token.classes
        named = domain_of[classes]
        found.append((spoken, named))
        if named:
            both = joined.get(frozenset((neighbour or "", named)))
            spoken = both or named
            neighbour = named
        elif "foreign" in classes:
            spoken = neighbour = None
        elif neighbour and not (_neutral(classes) or classes & between):
            neighbour = None
    return found
