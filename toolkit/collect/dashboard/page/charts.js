/** Which charts there are: sums by kind, this year beside last, branches and organs by the chosen figure. */

const MANY = 20; // bars of one chart

function drawSums() {
  const place = byId("drawn");
  forget(place);
  for (const chart of charts) drawShares(place, chart);
  drawYears(place);
}

/** How the chosen figure is spread over branches and organs. */
function drawSpread() {
  const place = byId("spread");
  forget(place);
  if (!view.metric) return;
  drawBranches(place, view.metric);
  if (!page.complete) return;
  drawLargest(place, view.metric);
  drawSizes(place, view.metric);
}

function drawShares(place, chart) {
  const values = chart.items.map((metric) => metric.sum(view.branch));
  const sum = values.reduce((all, value) => all + (value ?? 0), 0);
  const rows = chart.items.map((metric, at) => {
    const value = values[at];
    const share = value && sum ? `（${percents.format(value / sum)}）` : "";
    return {
      label: metric.name,
      value,
      words: metric.show(value) + share,
      act: leadBehind(metric, value),
    };
  });
  drawBars(figure(place, `${chart.title}（单位：${chart.items[0].unit}）`), chart.title, rows);
}

function drawYears(place) {
  const rows = headlines
    .map((metric) => ({ metric, years: metric.years(view.branch) }))
    .filter(({ years: [now, before] }) => now !== null && before !== null)
    .map(({ metric, years: [now, before] }) => {
      const words = change(now, before);
      return {
        label: metric.name,
        value: now,
        last: before,
        lastWords: metric.show(before),
        words: metric.show(now) + (words && `（${words}）`),
        act: leadBehind(metric, now),
      };
    });
  if (!rows.length) return;
  const both = Math.min(...headlines.map((metric) => metric.years(view.branch)[2]));
  const legend = make(
    "p",
    { className: "legend" },
    make("span", { className: "sample now" }),
    `${page.year} 年`,
    make("span", { className: "sample before" }),
    `${page.year - 1} 年`,
    `，只比两年都有数的单位（每项不少于 ${count(both)} 个）`,
  );
  const years = [`${page.year - 1} 年`, `${page.year} 年`];
  drawBars(figure(place, "与上年相比", legend), "与上年相比", rows, years);
}

/** The branches right below the one looked at, by the chosen figure; a click goes down into one. */
function drawBranches(place, metric) {
  const known = below(view.branch)
    .map((branch) => ({ branch, value: metric.sum(branch) }))
    .filter(({ value }) => value !== null);
  if (known.length < 2) return;
  known.sort((one, other) => other.value - one.value);
  const rows = known.slice(0, MANY).map(({ branch, value }) => ({
    label: branches.label[branch],
    value,
    words: metric.show(value),
    act: () => goToBranch(branch),
  }));
  const rest = known.slice(MANY);
  const values = rest.map(({ value }) => value);
  if (rest.length && !metric.ratio) rows.push(restRow(metric, values));
  const title = `${metric.name}，按下级${known.length > MANY ? `（前 ${MANY} 个）` : ""}`;
  drawBars(figure(place, title), title, rows);
}

function drawLargest(place, metric) {
  const values = column(metric);
  const found = alone(view.branch).filter(
    (office) => values[office] !== null && (values[office] !== 0 || metric.ratio),
  );
  if (found.length < 2) return;
  found.sort((one, other) => values[other] - values[one] || one - other);
  const rows = found.slice(0, MANY).map((office) => ({
    label: offices.name[office],
    value: values[office],
    words: metric.show(values[office]),
    act: () => openDetail(office),
  }));
  const rest = found.slice(MANY);
  const others = rest.map((office) => values[office]);
  const act = () => listOnly(`“${metric.name}”前 ${MANY} 名以外的单位`, rest, metric);
  if (rest.length && !metric.ratio) rows.push({ ...restRow(metric, others), act });
  const title = `${metric.name}，${found.length > MANY ? `前 ${MANY} 个单位` : "各单位"}`;
  drawBars(figure(place, title), title, rows);
}

/** What the others come to: in words only, since all together they would make the other bars short. */
function restRow(metric, values) {
  const sum = values.reduce((all, value) => all + value, 0);
  return { label: `其余 ${count(values.length)} 个`, value: 0, words: `合计 ${metric.show(sum)}` };
}

const SIZES = [1, 10, 30, 100, 300, 1000];

/** How many organs have how much of the chosen figure. */
function drawSizes(place, metric) {
  const values = column(metric);
  const every = alone(view.branch);
  const parts = metric.ratio ? tenths() : sizes(metric.unit);
  parts.push({ label: metric.ratio ? "不评" : "不详", holds: (value) => value === null });
  const rows = parts.map(({ label, holds, hidden }) => {
    const found = every.filter((office) => holds(values[office]));
    return {
      label,
      hidden: hidden && !found.length,
      value: found.length,
      words: `${count(found.length)} 个`,
      act: found.length ? () => listOnly(`“${metric.name}”${label}的单位`, found, metric) : null,
    };
  });
  const title = `${metric.name}，单位的分布`;
  drawBars(
    figure(place, `${title}（单位数）`),
    title,
    rows.filter((row) => !row.hidden),
  );
}

function sizes(unit) {
  const known = SIZES.map((least, at) => {
    const next = SIZES[at + 1] ?? Infinity;
    const words = next === Infinity ? `${numbers.format(least)} ${unit}以上` : `${least}—${next - 1} ${unit}`;
    return {
      label: words,
      holds: (value) => value !== null && value < next && (value >= least || (at === 0 && value > 0)),
    };
  });
  return [
    { label: "负数", hidden: true, holds: (value) => value !== null && value < 0 },
    { label: `0 ${unit}`, holds: (value) => value === 0 },
    ...known,
  ];
}

function tenths() {
  return Array.from({ length: 10 }, (_, tenth) => ({
    label: `${tenth * 10}%—${tenth * 10 + 10}%`,
    holds: (value) => value !== null && value >= tenth / 10 && (tenth === 9 || value < (tenth + 1) / 10),
  }));
}

watch(["branch"], drawSums);
watch(["branch", "metric"], drawSpread);
