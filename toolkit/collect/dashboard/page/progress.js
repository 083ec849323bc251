/** Who has sent something, by state. */

function drawProgress() {
  const counts = branches.states[view.branch];
  const all = total(counts, (state) => state.kind !== "spared");
  const back = total(counts, (state) => state.returned);
  const toDo = total(counts, (state) => state.toDo);
  byId("returned").replaceChildren(
    "已收到 ",
    make("strong", {}, count(back)),
    ` / ${count(all)} 个单位`,
    make("span", { className: "share" }, all ? `（${percents.format(back / all)}）` : ""),
    toDo ? "，需要处理 " : "，没有需要处理的。",
    ...(toDo ? [button({ className: "plain" }, () => listState("to-do"), `${count(toDo)} 个`)] : []),
  );
  byId("strip").replaceChildren(...segments(counts));
  byId("states").replaceChildren(...occurring(counts).map((state) => make("li", {}, stateButton(state))));
}

/** The states that occur, the best first. */
const occurring = (counts) =>
  states
    .map((state, number) => ({ ...state, number, count: counts[number] }))
    .filter((state) => state.count)
    .reverse();

/** The parts of a strip, each as long as its state is frequent. */
function segments(counts) {
  return occurring(counts).map((state) => {
    const part = make("span", { className: `mark is-${state.kind}` });
    part.style.flexGrow = state.count;
    return part;
  });
}

function stateButton(state) {
  const listed = page.complete || state.toDo;
  const words = [
    make("span", { className: `mark is-${state.kind}` }),
    `${state.word} `,
    make("b", {}, count(state.count)),
  ];
  return listed ? button({}, () => listState(String(state.number)), ...words) : make("span", {}, ...words);
}

/** A state as it stands in a table. */
function stateWords(number) {
  const state = states[number];
  return [make("span", { className: `mark is-${state.kind}`, "aria-hidden": "true" }), state.word];
}

watch(["branch"], drawProgress);
