/** The organs as a tree by superior: a branch is drawn when it is opened first. */

const SHOWN = 100; // organs of a branch that are drawn at a time

function drawTree() {
  byId("branches").replaceChildren(branchItem(0, true));
  markBranch();
}

function branchItem(branch, open = false) {
  const list = make("ul", { id: `branch-${branch}`, hidden: true });
  const turn = button(
    {
      className: "turn",
      "aria-controls": list.id,
      "aria-expanded": "false",
      "aria-label": `展开${branches.name[branch]}`,
    },
    () => turnBranch(branch, turn, list),
  );
  const name = button(
    { className: "plain branch", value: String(branch) },
    () => lookAtBranch(branch),
    named(branches.name[branch]),
  );
  const item = make(
    "li",
    {},
    make("div", {}, turn, name, make("span", { className: "counts" }, ...branchCounts(branch))),
    list,
  );
  if (open) turnBranch(branch, turn, list);
  return item;
}

function branchCounts(branch) {
  const counts = branches.states[branch];
  const toDo = total(counts, (state) => state.toDo);
  const words = `共 ${count(total(counts, () => true))} 个${toDo ? `，需要处理 ${count(toDo)} 个` : ""}`;
  return [words, make("span", { className: "strip", "aria-hidden": "true" }, ...segments(counts))];
}

function turnBranch(branch, turn, list) {
  const open = list.hidden;
  list.hidden = !open;
  turn.setAttribute("aria-expanded", String(open));
  turn.setAttribute("aria-label", `${open ? "收起" : "展开"}${branches.name[branch]}`);
  if (open && !list.childElementCount) fillBranch(branch, list);
}

function fillBranch(branch, list) {
  list.append(...below(branch).map((each) => branchItem(each)));
  const found = leaves(branch).sort((one, other) => offices.state[one] - offices.state[other] || one - other);
  addLeaves(list, found, 0);
  markBranch();
}

function addLeaves(list, found, from) {
  list.append(...found.slice(from, from + SHOWN).map(leaf));
  const rest = found.length - from - SHOWN;
  if (rest <= 0) return;
  const more = make(
    "li",
    {},
    button(
      { className: "plain" },
      () => {
        more.remove();
        addLeaves(list, found, from + SHOWN);
        list.children[list.children.length - Math.min(rest, SHOWN) - (rest > SHOWN)]
          ?.querySelector("button")
          .focus();
      },
      `再列 ${count(Math.min(rest, SHOWN))} 个（还有 ${count(rest)} 个）`,
    ),
  );
  list.append(more);
}

const leaf = (office) =>
  make(
    "li",
    { className: "leaf" },
    button({ className: "plain" }, () => openDetail(office), named(offices.name[office])),
    " ",
    make("span", { className: "counts" }, ...stateWords(offices.state[office])),
  );

/** Mark the branch that is looked at. */
function markBranch() {
  for (const name of byId("branches").querySelectorAll(".branch")) {
    const current = Number(name.value) === view.branch;
    if (current) name.setAttribute("aria-current", "true");
    else name.removeAttribute("aria-current");
  }
}

watch(["branch"], markBranch);
