/** Wire the controls, draw everything once, and print all that is listed. */

function wire() {
  byId("branch").addEventListener("change", (event) => look({ branch: Number(event.target.value), extra: null }));
  byId("text").addEventListener("input", (event) => look({ text: event.target.value }));
  byId("state").addEventListener("change", (event) => look({ state: event.target.value }));
  byId("size").addEventListener("change", (event) => look({ size: Number(event.target.value) }));
  byId("clear").addEventListener("click", () => {
    look({ branch: 0, text: "", state: "", extra: null });
    byId("text").focus();
  });
  byId("back").addEventListener("click", () => turnPage(-1));
  byId("forward").addEventListener("click", () => turnPage(1));
  byId("offices").querySelector("form").addEventListener("submit", (event) => event.preventDefault());
}

function turnPage(by) {
  look({ page: view.page + by });
  goTo(byId("offices-title"));
}

const PRINTED = 330; // pixels of a chart on paper, two beside each other

function beforePrint() {
  byId("offices").before(byId("charts"), byId("ratios"));
  look({ everything: true, page: view.page });
  for (const host of drawnCharts.keys()) host.style.width = `${PRINTED}px`;
  drawnCharts.forEach((put) => put());
}

function afterPrint() {
  byId("offices").after(byId("charts"), byId("ratios"));
  look({ everything: false, page: view.page });
  for (const host of drawnCharts.keys()) host.style.width = "";
  drawnCharts.forEach((put) => put());
}

function start() {
  document.querySelector(".scripted").hidden = false;
  byId("tree").open = branches.name.length > 1 && window.innerWidth > 900;
  fillSelects();
  wire();
  drawChoices();
  drawProgress();
  drawFigures();
  drawTree();
  drawOffices();
  drawRatios();
  drawFiles();
  drawCharts();
  window.addEventListener("beforeprint", beforePrint);
  window.addEventListener("afterprint", afterPrint);
}

start();
