"""Reading the items of 基本信息, among them those that gktool itself relies on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toolkit.form.lines import due_of
from toolkit.form.model import Due, ProfileItem
from toolkit.form.names import id_of, unique

if TYPE_CHECKING:
    from toolkit.form.source import Node

CORE_ITEMS: Final = {
    "name": "organ",
    "code": "code",
    "kind": "kind",
    "scope": "scope",
    "year": "year",
    "version": "version",
}
"""The items by which gktool knows an organ, its kind and what it reports: every form has them, of these types."""
CARRIED_ITEMS: Final = (
    "code",
    "kind",
    "scope",
    "address",
    "telephone",
    "postcode",
    "website",
    "website_name",
)
"""The items that last year's workbook hands down if the form has them; others where they say `carried = true`."""
TYPES: Final = (*dict.fromkeys(CORE_ITEMS.values()), "text", "telephone", "postcode", "website", "date")
_ONCE: Final = ("organ", "kind", "scope", "year", "version")  # types of one core item and no other
_LONGEST: Final = 32_767  # of a spreadsheet's cell


def read_profile(root: Node, kinds: tuple[str, ...]) -> tuple[ProfileItem, ...]:
    """Read every [[profile]]; raises FormError."""
    nodes = root.tables("profile")
    items = tuple(_item(node, kinds) for node in nodes)
    unique(root, "profile", (item.id for item in items))
    unique(root, "profile", (item.label for item in items))
    for needed, kind in CORE_ITEMS.items():
        if needed not in {item.id for item in items}:
            root.fail(
                "profile",
                f"缺少 id = {needed!r} 的一项",
                f"请补上，type 是 {kind!r}：没有它就认不出报送单位和年度。",
            )
    return items


def _item(node: Node, kinds: tuple[str, ...]) -> ProfileItem:
    item = ProfileItem(
        id=(name := id_of(node)),
        label=node.line("label"),
        type=(kind := node.choice("type", TYPES)),
        prompt=node.text("prompt"),
        due=due_of(node, kinds) or Due(),
        length=node.whole("length", 100, most=_LONGEST),
        carried=node.flag("carried", default=name in CARRIED_ITEMS),
    )
    if CORE_ITEMS.get(name, kind) != kind:
        node.fail("type", f"{name} 的 type 不能是 {kind!r}", f"这里应是 {CORE_ITEMS[name]!r}。")
    if kind in _ONCE and name not in CORE_ITEMS:
        owner = next(core for core, of in CORE_ITEMS.items() if of == kind)
        node.fail("type", f"只有 {owner} 一项能用 {kind!r}", "请换一种 type，如 'text'。")
    if name in CORE_ITEMS and item.carried != (name in CARRIED_ITEMS):
        node.fail("carried", f"{name} 一项不能改", "请去掉：是否带入下一年由 gktool 定。")
    node.done()
    return item
