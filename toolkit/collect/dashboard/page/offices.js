/** The list of organs: filters, order, pages. Only the rows of a page are in the document. */

const searched = offices.name.map((name, office) =>
  `${name} ${offices.code[office]} ${offices.contact[office]}`.toLowerCase(),
);
let listed = [];
let ranks = null;

const heads = [
  { key: "name", label: "单位", value: (office) => nameRanks()[office] },
  { key: "state", label: "结论", value: (office) => offices.state[office] },
  { key: "errors", label: "错误", value: (office) => problems.errors[office], figure: true },
  { key: "warnings", label: "警告", value: (office) => problems.warnings[office], figure: true },
  {
    key: "metric",
    label: () => view.metric.name + (view.metric.unit && `（${view.metric.unit}）`),
    value: (office) => column(view.metric)[office],
    figure: true,
  },
  { key: "last", label: "上年", value: (office) => column(view.metric, true)[office], figure: true },
  { key: "change", label: "变化", value: (office) => changeOf(office), figure: true },
].filter(({ key }) => view.metric || !["metric", "last", "change"].includes(key));

/** The place of each name in the alphabet, reckoned once. */
function nameRanks() {
  if (!ranks) {
    const { compare } = new Intl.Collator("zh-CN", { numeric: true });
    const order = [...offices.name.keys()].sort((one, other) =>
      compare(offices.name[one], offices.name[other]),
    );
    ranks = new Int32Array(officeCount);
    order.forEach((office, rank) => {
      ranks[office] = rank;
    });
  }
  return ranks;
}

/** This year against last: the growth of a figure, the difference of a ratio; null if it says nothing. */
function changeOf(office) {
  const now = column(view.metric)[office];
  const before = column(view.metric, true)[office];
  if (now === null || before === null) return null;
  if (view.metric.ratio) return now - before;
  return before ? (now - before) / before : null;
}

function changeWords(office) {
  const value = changeOf(office);
  if (value === null) return "";
  if (value === 0) return "持平";
  return view.metric.ratio ? `${points.format(value * 100)} 点` : changes.format(value);
}

/** The test of the chosen state: none, one by its number, or those that there is something to do about. */
function stateWanted() {
  if (view.state === "") return () => true;
  return view.state === "to-do" ? (state) => states[state].toDo : (state) => state === Number(view.state);
}

/** Find the organs that pass the filters, in order; an unknown figure comes last either way. */
function select() {
  const words = view.text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = stateWanted();
  const found = [];
  for (let office = 0; office < officeCount; office += 1) {
    if (
      within(office, view.branch) &&
      wanted(offices.state[office]) &&
      (!view.extra || view.extra.has(office)) &&
      words.every((word) => searched[office].includes(word))
    )
      found.push(office);
  }
  const { value } = heads.find(({ key }) => key === view.key) ?? heads[0];
  const keys = new Map(found.map((office) => [office, value(office)]));
  const sign = view.down ? -1 : 1;
  return found.sort((one, other) => {
    const [left, right] = [keys.get(one), keys.get(other)];
    if (left === right) return one - other;
    if (left === null) return 1;
    return right === null ? -1 : sign * (left - right);
  });
}

function drawOffices() {
  listed = select();
  drawHeads();
  drawRows();
  drawFound();
}

/** The heads are buttons that sort; on paper plain words, or Chromium would not repeat them on each page. */
function drawHeads() {
  byId("heads").replaceChildren(
    ...heads.map(({ key, label, figure: right }) => {
      const order = key === view.key ? (view.down ? "descending" : "ascending") : null;
      const words = typeof label === "string" ? label : label();
      const arrow = make("span", { className: `arrow ${order ?? ""}`, "aria-hidden": "true" });
      const act = () => sortBy(key, order ? !view.down : Boolean(right));
      const content = view.everything ? words : button({ "data-key": key }, act, words, arrow);
      return make("th", { scope: "col", className: `col-${key}`, "aria-sort": order }, content);
    }),
  );
}

/** Sort, and leave the focus on the head. */
function sortBy(key, down) {
  look({ key, down });
  byId("heads").querySelector(`[data-key="${key}"]`).focus();
}

function drawRows() {
  const from = view.everything ? 0 : view.page * view.size;
  const until = view.everything ? listed.length : Math.min(from + view.size, listed.length);
  byId("table").setAttribute("aria-rowcount", String(listed.length + 1));
  const rows = document.createDocumentFragment();
  for (let at = from; at < until; at += 1) rows.append(officeRow(listed[at], at + 2));
  if (!listed.length) {
    const words = "没有符合条件的单位。请改筛选条件。";
    rows.append(row(make("td", { colSpan: heads.length, className: "none" }, words)));
  }
  byId("rows").replaceChildren(rows);
  const pages = Math.max(Math.ceil(listed.length / view.size), 1);
  byId("place").textContent = `第 ${view.page + 1} / ${pages} 页`;
  byId("back").disabled = view.page === 0;
  byId("forward").disabled = view.page + 1 >= pages;
}

function officeRow(office, number) {
  const superior = offices.superior[office];
  const cells = [
    make(
      "th",
      { scope: "row", className: "col-name" },
      button({ className: "plain" }, () => openDetail(office), named(offices.name[office])),
      superior > 0 && superior !== view.branch ? make("small", {}, named(branches.name[superior])) : null,
    ),
    make("td", { className: "col-state" }, ...stateWords(offices.state[office])),
    make("td", { className: "col-errors" }, problems.errors[office] ? count(problems.errors[office]) : ""),
    make(
      "td",
      { className: "col-warnings" },
      problems.warnings[office] ? count(problems.warnings[office]) : "",
    ),
  ];
  if (view.metric) {
    const sent = states[offices.state[office]].returned;
    const before = column(view.metric, true)[office];
    cells.push(
      make("td", { className: "col-metric" }, sent ? view.metric.show(column(view.metric)[office]) : ""),
      make("td", { className: "col-last" }, before === null ? "" : view.metric.show(before)),
      make("td", { className: "col-change" }, changeWords(office)),
    );
  }
  return make("tr", { "aria-rowindex": String(number) }, ...cells);
}

function drawFound() {
  const all = offices.name.reduce((sum, _, office) => sum + within(office, view.branch), 0);
  byId("found").textContent =
    listed.length === all
      ? `共 ${count(all)} 个单位`
      : `找到 ${count(listed.length)} 个，共 ${count(all)} 个单位`;
  const filters = [
    view.branch ? branches.name[view.branch] : "",
    view.extra ? view.extra.label : "",
    view.state === "" ? "" : stateLabel(),
    view.text ? `含“${view.text}”` : "",
  ].filter(Boolean);
  byId("extra").hidden = !filters.length;
  byId("clear").replaceChildren(
    filters.join("；"),
    make("span", { className: "cross", "aria-hidden": "true" }, " ×"),
    make("span", { className: "hidden" }, "，取消筛选"),
  );
}

watch(["branch", "state", "text", "extra", "metric", "key", "down", "size"], drawOffices);
watch(["page", "everything"], drawRows);
watch(["everything"], drawHeads);
