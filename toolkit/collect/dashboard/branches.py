"""The superiors as branches of a tree, each before those below it, so that what is below is one run of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.collect.model import Organ
    from toolkit.collect.rollup import OrganRow, RollUp

MOST_BRANCHES: Final = 3_000


class Branch(Struct, frozen=True):
    """A superior: its code, the number of the branch it hangs on (-1 for the first), and the number after its last.

    `states` says for each state how many organs of the branch are in it, the superior itself included.
    """

    code: str
    parent: int
    end: int
    states: tuple[int, ...]

    @property
    def organs(self) -> int:
        """How many organs it has, itself included."""
        return sum(self.states)


class Branches(Struct, frozen=True):
    """The branches in order; `numbers` has every superior's code, of a level left out that of the branch above it."""

    all: tuple[Branch, ...]
    numbers: Mapping[str, int]
    left_out: int

    def of(self, organ: Organ) -> int:
        """The branch that an organ stands in: its own if it is a superior."""
        return self.numbers.get(organ.code, self.numbers.get(organ.superior, 0))

    def own(self, organ: Organ) -> int:
        """The branch that an organ is the head of; -1 if of none."""
        return self._headed(organ.code)

    def superior(self, organ: Organ) -> int:
        """The branch whose head is right above an organ; -1 if there is none."""
        return self._headed(organ.superior) if organ.superior else -1

    def _headed(self, code: str) -> int:
        number = self.numbers.get(code, -1)
        return number if number >= 0 and self.all[number].code == code else -1

    def into(self, row: OrganRow) -> tuple[int, int]:
        """The lowest and the highest branch in whose sums an organ's figures are, or would be; -1 and -1 if none."""
        return (self.numbers[row.into[0]], self.numbers[row.into[-1]]) if row.into else (-1, -1)


def branches(rollup: RollUp, states: Sequence[int], kinds: int) -> Branches:
    """Put the superiors in order; `states` is the state of each organ of the roll-up, of so many `kinds`.

    Of a tree with very many only the upper levels are kept.
    """
    children = _children(rollup)
    kept = _upper_levels(rollup.area, children)
    order, parents = _in_order(rollup.area, children, kept)
    ends = _ends(parents)
    numbers = {code: number for number, code in enumerate(order)}
    waiting = [rollup.area]
    while waiting:
        code = waiting.pop()
        for child in children.get(code, ()):
            numbers.setdefault(child, numbers[code])
            waiting.append(child)
    counts = [[0] * kinds for _ in order]
    for row, state in zip(rollup.rows, states, strict=True):
        counts[numbers.get(row.organ.code, numbers.get(row.organ.superior, 0))][state] += 1
    for number in range(len(order) - 1, 0, -1):
        above = counts[parents[number]]
        above[:] = [one + more for one, more in zip(above, counts[number], strict=True)]
    made = (Branch(*parts) for parts in zip(order, parents, ends, map(tuple, counts), strict=True))
    return Branches(tuple(made), numbers, len(rollup.totals) - len(order))


def _children(rollup: RollUp) -> dict[str, list[str]]:
    """The superiors right below each one, in the order of the roster."""
    children: dict[str, list[str]] = {}
    for row in rollup.rows:
        code, above = row.organ.code, row.organ.superior
        if code in rollup.totals and code != rollup.area:
            children.setdefault(above if above in rollup.totals else rollup.area, []).append(code)
    return children


def _upper_levels(area: str, children: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The superiors of as many whole levels as there is room for; the first is always there."""
    kept, level = {area}, [area]
    while level:
        level = [child for code in level for child in children.get(code, ())]
        if len(kept) + len(level) > MOST_BRANCHES:
            break
        kept.update(level)
    return frozenset(kept)


def _in_order(
    area: str, children: Mapping[str, Sequence[str]], kept: frozenset[str]
) -> tuple[list[str], list[int]]:
    """Each superior before those below it, and the number of the one above."""
    order: list[str] = []
    parents: list[int] = []
    waiting = [(area, -1)]
    while waiting:
        code, above = waiting.pop()
        number = len(order)
        order.append(code)
        parents.append(above)
        waiting += [(child, number) for child in reversed(children.get(code, ())) if child in kept]
    return order, parents


def _ends(parents: Sequence[int]) -> list[int]:
    ends = [number + 1 for number in range(len(parents))]
    for number in range(len(parents) - 1, 0, -1):
        ends[parents[number]] = max(ends[parents[number]], ends[number])
    return ends
