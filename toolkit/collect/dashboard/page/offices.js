/** The list of organs: filters, order, pages. Only the rows of a page are in the document. */

const searched = offices.name.map((name, office) =>
  `${name} ${offices.code[office]} ${offices.contact[office]}`.toLowerCase(),
);
let listed = [];
let ranks = null;

const some = (number) => (number ? count(number) : "");
const metricLabel = () => view.metric.name + (view.metric.unit && `（${view.metric.unit}）`);
const now = (office) => column(view.metric)[office];
const before = (office) => column(view.metric, true)[office];
const sent = (office) => states[offices.state[office]].returned;

/** The columns: what stands over them, what they are sorted by, and the words of a cell; figures stand at the right. */
const heads = [
  { key: "name", label: () => "单位", value: (office) => nameRanks()[office] },
  { key: "state", label: () => "结论", value: (office) => offices.state[office] },
  ...figureHeads(["errors", "错误", problems.errors], ["warnings", "警告", problems.warnings]),
  ...(view.metric ? metricHeads() : []),
];

function figureHeads(...named) {
  return named.map(([key, label, numbers]) => {
    const value = (office) => numbers[office];
    return { key, label: () => label, value, words: (office) => some(numbers[office]) };
  });
}

function metricHeads() {
  const last = (office) => (before(office) === null ? "" : view.metric.show(before(office)));
  const own = (office) => (sent(office) ? view.metric.show(now(office)) : "");
  const metric = { key: "metric", label: metricLabel, value: now, words: own };
  if (!hasLast) return [metric];
  return [
    metric,
    { key: "last", label: () => "上年", value: before, words: last },
    { key: "change", label: () => "变化", value: changeOf, words: changeWords },
  ];
}

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
  const [value, last] = [now(office), before(office)];
  if (value === null || last === null) return null;
  if (view.metric.ratio) return value - last;
  return last ? (value - last) / last : null;
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
    ...heads.map(({ key, label, words: right }) => {
      const order = key === view.key ? (view.down ? "descending" : "ascending") : null;
      const arrow = make("span", { className: `arrow ${order ?? ""}`, "aria-hidden": "true" });
      const act = () => sortBy(key, order ? !view.down : Boolean(right));
      const content = view.everything ? label() : button({ "data-key": key }, act, label(), arrow);
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
    const words = `没有符合条件的单位${page.complete ? "" : "，或者没有列在这里"}。请改筛选条件。`;
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
  const open = button({ className: "plain" }, () => openDetail(office), named(offices.name[office]));
  const above =
    superior > 0 && superior !== view.branch ? make("small", {}, named(branches.name[superior])) : null;
  return make(
    "tr",
    { "aria-rowindex": String(number) },
    make("th", { scope: "row", className: "col-name" }, open, above),
    make("td", { className: "col-state" }, ...stateWords(offices.state[office])),
    ...heads.slice(2).map(({ key, words }) => make("td", { className: `col-${key}` }, words(office))),
  );
}

function drawFound() {
  const all = offices.name.reduce((sum, _, office) => sum + within(office, view.branch), 0);
  const whole = `${page.complete ? "共" : "列了"} ${count(all)} 个单位`;
  byId("found").textContent = listed.length === all ? whole : `找到 ${count(listed.length)} 个，${whole}`;
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
