/** The data of the page: organs and branches by number, figures as columns, and questions about them. */

const page = JSON.parse(byId("data").textContent);
const { offices, branches, problems } = page;
const officeCount = offices.name.length;
const states = page.states.map(([word, kind, toDo, returned]) => ({ word, kind, toDo, returned }));

/** Whether an organ belongs to a branch: it stands below it, or is its head. */
const within = (office, branch) =>
  branch <= offices.branch[office] && offices.branch[office] < branches.end[branch];

/** Whether an organ's figures are in the sums of a branch, or would be. */
const feeds = (office, branch) =>
  offices.top[office] >= 0 &&
  branch <= offices.first[office] &&
  offices.first[office] < branches.end[branch] &&
  offices.top[office] <= branch;

const counted = (office, branch) => offices.added[office] === 1 && feeds(office, branch);

/** The branches right below one. */
function below(branch) {
  const found = [];
  for (let at = branch + 1; at < branches.end[branch]; at = branches.end[at]) found.push(at);
  return found;
}

/** The organs right below a branch that are the head of none. */
function leaves(branch) {
  const found = [];
  for (let office = 0; office < officeCount; office += 1) {
    if (offices.branch[office] === branch && offices.head[office] < 0) found.push(office);
  }
  return found;
}

/** Whether anything is known of last year. */
const hasLast = page.figures.last.some((figures) => figures.some((value) => value !== null));

const total = (counts, wanted) =>
  counts.reduce((sum, each, state) => sum + (wanted(states[state]) ? each : 0), 0);

/** A figure that can be chosen: a field of the form. `of` an organ and `sum` of a branch; null if not known. */
function figureMetric(name, field) {
  const [alias, unit, additive] = page.fields[field];
  return {
    name,
    unit,
    additive,
    title: alias,
    ratio: false,
    of: (office, last) => page.figures[last ? "last" : "this"][field][office],
    sum: (branch) => branches.sums[field][branch],
    years: (branch) => [
      branches.this[field][branch],
      branches.last[field][branch],
      branches.both[field][branch],
    ],
    unsaid: (branch) => branches.unsaid[field][branch],
    show: (value) => (value === null ? "不详" : numbers.format(value)),
  };
}

/** A ratio that can be chosen; null where it is not known or, with few cases, not rated. */
function ratioMetric([name, explanation, least, over, under]) {
  const add = (fields, value) =>
    fields.reduce((sum, field) => {
      const part = value(field);
      return sum === null || part === null ? null : sum + part;
    }, 0);
  const rate = (value) => {
    const divisor = add(under, value);
    const dividend = add(over, value);
    return divisor === null || dividend === null || divisor < least ? null : dividend / divisor;
  };
  return {
    name,
    unit: "",
    least,
    title: explanation,
    ratio: true,
    of: (office, last) => rate((field) => page.figures[last ? "last" : "this"][field][office]),
    sum: (branch) => rate((field) => branches.sums[field][branch]),
    parts: (branch) => [over, under].map((fields) => add(fields, (field) => branches.sums[field][branch])),
    show: (value) => (value === null ? "不评" : percents.format(value)),
  };
}

const headlines = page.headlines.map(([name, field]) => figureMetric(name, field));
const charts = page.charts.map(([title, items]) => ({
  title,
  items: items.map(([name, field]) => figureMetric(name, field)),
}));
const ratios = page.ratios.map(ratioMetric);
const metrics = [...headlines, ...charts.flatMap((chart) => chart.items), ...ratios];
const columns = new Map();

/** A metric of every organ, reckoned once. */
function column(metric, last = false) {
  const known = columns.get(metric) ?? [];
  if (!known[+last]) {
    known[+last] = Array.from({ length: officeCount }, (_, office) => metric.of(office, last));
    columns.set(metric, known);
  }
  return known[+last];
}

/** The organs of a branch that sent figures of their own, without those that report for the ones below them. */
function alone(branch) {
  const found = [];
  for (let office = 0; office < officeCount; office += 1) {
    if (
      offices.added[office] &&
      within(office, branch) &&
      !(offices.whole[office] && offices.head[office] >= 0)
    )
      found.push(office);
  }
  return found;
}

/** The organs whose figures are in a branch's sums and answer a question about the chosen figure. */
function behind(metric, branch, holds) {
  const values = column(metric);
  const found = [];
  for (let office = 0; office < officeCount; office += 1) {
    if (counted(office, branch) && holds(values[office])) found.push(office);
  }
  return found;
}
