/** What is looked at: the branch, the filters, the order, the page; and who has to be told when it changes. */

const view = {
  branch: 0,
  state: "",
  text: "",
  extra: null,
  metric: metrics[0] ?? null,
  key: "state",
  down: false,
  page: 0,
  size: 25,
  everything: false,
};
const watchers = [];

/** Have something drawn anew whenever one of these changes. */
const watch = (names, draw) => watchers.push([names, draw]);

/** Change what is looked at and draw what depends on it. */
function look(changed) {
  const names = Object.keys(changed).filter((name) => view[name] !== changed[name]);
  Object.assign(view, changed);
  if (!("page" in changed) && names.length) view.page = 0;
  for (const [wanted, draw] of watchers) if (names.some((name) => wanted.includes(name))) draw();
}

/** Look at a branch, and no longer at certain organs of another. */
const lookAtBranch = (branch) => look({ branch, extra: null });

/** Look at a branch and go to the top of what there is to see of it. */
function goToBranch(branch) {
  lookAtBranch(branch);
  goTo(byId("progress-title"));
}

/** List certain organs, in words, by the figure that they are listed for. */
function listOnly(label, found, metric = view.metric) {
  const set = new Set(found);
  look({
    extra: { label, has: (office) => set.has(office) },
    state: "",
    text: "",
    metric,
    key: "metric",
    down: true,
  });
  goTo(byId("offices-title"));
}

/** List the organs in a state, or those that there is something to do about ("to-do"). */
function listState(state) {
  look({ extra: null, state, text: "" });
  goTo(byId("offices-title"));
}
