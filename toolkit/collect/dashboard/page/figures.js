/** The headline figures: sums, what they lack, and how they stand to last year. */

function drawFigures() {
  byId("cards").replaceChildren(...headlines.map((metric) => make("li", {}, card(metric))));
  const lacking = branches.lacking[view.branch];
  const note = [`合计了 ${count(branches.filings[view.branch])} 个单位的数`];
  if (lacking) {
    const found = [];
    for (let office = 0; office < officeCount; office += 1) {
      if (offices.lacking[office] && feeds(office, view.branch)) found.push(office);
    }
    note.push("，还缺 ", button({ className: "plain" }, () => listOnly("合计里还缺的单位", found), `${count(lacking)} 个`), " 的");
  }
  note.push("。只加统计口径相同的：含下属的单位代表它的下级，下级不再重复相加。");
  const judged = [...offices.judged.keys()].filter((office) => offices.judged[office] && within(office, view.branch));
  if (judged.length) note.push("上下级核对有问题的单位 ", button({ className: "plain" }, () => listOnly("上下级核对有问题的单位", judged), `${count(judged.length)} 个`), "。");
  byId("counted").replaceChildren(...note);
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
    make("span", { className: "value" }, metric.show(value), value === null ? "" : make("small", {}, ` ${metric.unit}`)),
    make("span", { className: "more" }, more.join("，") || " "),
  ];
  const found = value && page.complete;
  return found ? button({ title: metric.title }, () => listBehind(metric), ...parts) : make("div", { title: metric.title }, ...parts);
}

/** List the organs that have any of a figure. */
function listBehind(metric) {
  listOnly(`有“${metric.name}”的单位`, behind(metric, view.branch, (value) => value !== null && value !== 0), metric);
}

watch(["branch"], drawFigures);
