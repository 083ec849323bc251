/** The ratios: of all, and how they spread over the organs that have enough cases to be rated. */

function drawRatios() {
  const heads = ["指标", "整体", "分子 / 分母", ...(page.complete ? ["参评单位", "最低", "中位", "最高"] : [])];
  byId("ratio-table").replaceChildren(
    make("caption", {}, "件数太少的不评：分母不足最少件数时，合计和单位都写“不评”。"),
    head(...heads),
    make("tbody", {}, ...ratios.map(ratioRow)),
  );
}

function ratioRow(metric) {
  const [over, under] = metric.parts(view.branch).map((part) => (part === null ? "不详" : count(part)));
  const cells = [metric.show(metric.sum(view.branch)), `${over} / ${under}`];
  if (page.complete) {
    const values = column(metric);
    const found = rated(metric).map((office) => values[office]);
    found.sort((one, other) => one - other);
    const middle = found.length ? (found[(found.length - 1) >> 1] + found[found.length >> 1]) / 2 : null;
    const spread = [found[0] ?? null, middle, found[found.length - 1] ?? null];
    cells.push(
      `${count(found.length)} 个`,
      ...spread.map((value) => (value === null ? "" : metric.show(value))),
    );
  }
  const words = make("small", {}, `${metric.title}；最少 ${metric.least} 件`);
  return row(
    make("th", { scope: "row" }, ratioName(metric), words),
    ...cells.map((cell) => make("td", {}, cell)),
  );
}

const rated = (metric) => alone(view.branch).filter((office) => column(metric)[office] !== null);

/** List the organs that are rated, by their rate. */
function ratioName(metric) {
  const list = () => listOnly(`参评“${metric.name}”的单位`, rated(metric), metric);
  return page.complete ? button({ className: "plain" }, list, metric.name) : metric.name;
}

watch(["branch"], drawRatios);
