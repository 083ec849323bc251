/** The headline figures: sums, what they lack, and how they stand to last year. */

function drawFigures() {
  byId("cards").replaceChildren(...headlines.map((metric) => make("li", {}, card(metric))));
  byId("counted").replaceChildren(
    `合计了 ${count(branches.filings[view.branch])} 个单位的数`,
    ...lackingWords(),
    "。只加统计口径相同的：含下属的单位代表它的下级，下级不再重复相加。",
    ...judgedWords(),
  );
}

/** How many organs answer a question, as a button that lists them. */
function listButton(label, holds, number) {
  const list = () => listOnly(label, [...offices.name.keys()].filter(holds));
  return button({ className: "plain" }, list, `${count(number)} 个`);
}

function lackingWords() {
  const lacks = (office) => offices.lacking[office] && feeds(office, view.branch);
  const number = branches.lacking[view.branch];
  return number ? ["，还缺 ", listButton("合计里还缺的单位", lacks, number), " 的"] : [];
}

function judgedWords() {
  const wrong = (office) => offices.judged[office] && within(office, view.branch);
  const number = [...offices.name.keys()].filter(wrong).length;
  return number ? ["上下级核对有问题的单位 ", listButton("上下级核对有问题的单位", wrong, number), "。"] : [];
}

function card(metric) {
  const value = metric.sum(view.branch);
  const [now, before, both] = metric.years(view.branch);
  const words = change(now, before);
  const more = [];
  if (words) more.push(`比上年 ${words}`);
  if (words && both < branches.filings[view.branch]) more.push(`可比 ${count(both)} 个`);
  if (metric.unsaid(view.branch)) more.push(`${count(metric.unsaid(view.branch))} 个不详`);
  const parts = [
    make("span", { className: "name" }, metric.name),
    make(
      "span",
      { className: "value" },
      metric.show(value),
      value === null ? "" : make("small", {}, ` ${metric.unit}`),
    ),
    make("span", { className: "more" }, more.join("，") || " "),
  ];
  const act = leadBehind(metric, value);
  return act
    ? button({ title: metric.title }, act, ...parts)
    : make("div", { title: metric.title }, ...parts);
}

/** List the organs that have any of a figure. */
function listBehind(metric) {
  listOnly(
    `有“${metric.name}”的单位`,
    behind(metric, view.branch, (value) => value !== null && value !== 0),
    metric,
  );
}

/** What a click on a figure does: the organs behind it, or where not all are listed, how it is spread. */
function leadBehind(metric, value) {
  if (!value) return null;
  if (page.complete) return () => listBehind(metric);
  return below(view.branch).length < 2 ? null : () => showSpread(metric);
}

function showSpread(metric) {
  look({ metric });
  goTo(byId("spread-title"));
}

watch(["branch"], drawFigures);
