/** The controls that say what is looked at: the branch, the state, the words, the figure. */

const option = (value, words) => make("option", { value: String(value) }, words);

const TO_DO = "需要处理";
const stateLabel = () => (view.state === "to-do" ? TO_DO : states[Number(view.state)].word);

/** Offer the states that occur in the branch, and the one that is chosen. */
function drawStates() {
  const counts = branches.states[view.branch];
  const offered = states.flatMap((state, at) => {
    const listed = counts[at] && (page.complete || state.toDo);
    return listed || String(at) === view.state ? [option(at, `${state.word}（${count(counts[at])}）`)] : [];
  });
  const toDo = total(counts, (state) => state.toDo);
  byId("state").replaceChildren(
    option("", "全部"),
    option("to-do", `${TO_DO}（${count(toDo)}）`),
    ...offered,
  );
}

function drawChoices() {
  drawStates();
  byId("state").value = view.state;
  if (byId("text").value !== view.text) byId("text").value = view.text;
  byId("branch").value = String(view.branch);
  for (const select of metricSelects()) select.value = String(metrics.indexOf(view.metric));
}

const metricSelects = () => document.querySelectorAll("select.metric");

function fillBranches() {
  const depth = [];
  const options = branches.name.map((name, branch) => {
    depth[branch] = branch ? depth[branches.parent[branch]] + 1 : 0;
    const organs = count(total(branches.states[branch], () => true));
    return option(branch, `${"　".repeat(depth[branch])}${name}（${organs}）`);
  });
  byId("branch").replaceChildren(...options);
}

function fillMetrics() {
  const group = (label, list) =>
    make("optgroup", { label }, ...list.map((metric) => option(metrics.indexOf(metric), metric.name)));
  const groups = [
    ["汇总数", headlines],
    ...charts.map(({ title, items }) => [title, items]),
    ["指标", ratios],
  ];
  for (const select of metricSelects()) {
    select.append(...groups.filter(([, list]) => list.length).map(([label, list]) => group(label, list)));
    select.addEventListener("change", () => look({ metric: metrics[Number(select.value)] }));
    select.closest("label").hidden = !metrics.length;
  }
}

/** The parts of the page that tell of figures, where the form names none to show. */
function hideFigures() {
  for (const name of ["figures", "charts", "ratios"]) {
    const empty = name === "ratios" ? !ratios.length : !metrics.length;
    byId(name).hidden = empty;
    document.querySelector(`nav a[href="#${name}"]`).parentElement.hidden = empty;
  }
}

watch(["state", "text", "branch", "metric", "extra"], drawChoices);
