/** Wire the controls, draw everything once, and print all that is listed. */

function wire() {
  byId("branch").addEventListener("change", (event) => lookAtBranch(Number(event.target.value)));
  byId("text").addEventListener("input", (event) => look({ text: event.target.value }));
  byId("state").addEventListener("change", (event) => look({ state: event.target.value }));
  byId("size").addEventListener("change", (event) => look({ size: Number(event.target.value) }));
  byId("clear").addEventListener("click", () => {
    look({ branch: 0, text: "", state: "", extra: null });
    byId("text").focus();
  });
  byId("back").addEventListener("click", () => turnPage(-1));
  byId("forward").addEventListener("click", () => turnPage(1));
  byId("offices")
    .querySelector("form")
    .addEventListener("submit", (event) => event.preventDefault());
}

function turnPage(by) {
  look({ page: view.page + by });
  goTo(byId("offices-title"));
}

/** On paper the charts come before the list, and the list is whole. */
function beforePrint() {
  byId("offices").before(byId("charts"), byId("ratios"));
  look({ everything: true, page: view.page });
  redraw(PAPER);
}

function afterPrint() {
  byId("offices").after(byId("charts"), byId("ratios"));
  look({ everything: false, page: view.page });
  redraw(SCREEN);
}

function start() {
  document.querySelector(".scripted").hidden = false;
  byId("tree").open = branches.name.length > 1 && window.innerWidth > 900;
  fillBranches();
  fillMetrics();
  hideFigures();
  wire();
  drawChoices();
  drawProgress();
  drawFigures();
  drawTree();
  drawOffices();
  drawRatios();
  drawFiles();
  drawSums();
  drawSpread();
  window.addEventListener("beforeprint", beforePrint);
  window.addEventListener("afterprint", afterPrint);
}

start();
