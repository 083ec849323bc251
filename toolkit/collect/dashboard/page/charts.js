/** Charts: bars that lie, drawn by Observable Plot; each bar is a link to the organs behind it. */

const drawnCharts = new Map();
const SCREEN = { letter: 14, row: 30 }; // pixels of a Chinese character, and of a bar with its gap: enough for a finger
const PAPER = { letter: 11, row: 19, width: 330 };
let measures = SCREEN;
const MANY = 20;

const widthOf = (text) => [...text].reduce((sum, char) => sum + (char > "\u2e80" ? measures.letter : measures.letter * 0.6), 0);

function clipped(text, room) {
  if (widthOf(text) <= room) return text;
  let kept = text;
  while (kept && widthOf(kept) > room - measures.letter) kept = kept.slice(0, -1);
  return `${kept}…`;
}

/**
 * Put a chart into a figure. `rows` are {label, value, words, last, lastWords, act}: `last` is the bar of last year,
 * `act` what a click on the row does, and `words` its figure as it is printed and said.
 */
function drawBars(host, title, rows, { years } = {}) {
  const put = () => {
    const width = measures.width ?? host.clientWidth;
    host.replaceChildren(plotted(title, rows, years, width));
  };
  drawnCharts.set(host, put);
  put();
}

function plotted(title, rows, years, width) {
  const room = Math.min(Math.max(...rows.map((row) => widthOf(row.label))) + 12, width * 0.45);
  const bars = rows.flatMap((row, at) => [
    ...(years ? [{ ...row, at, series: 0, value: row.last ?? 0, words: row.lastWords }] : []),
    { ...row, at, series: 1, value: row.value ?? 0 },
  ]);
  const longest = Math.max(...bars.map((bar) => bar.value), 0) || 1;
  const printed = Math.max(...bars.map((bar) => widthOf(bar.words))) + 12;
  const linked = rows.map((row, at) => ({ ...row, at })).filter((row) => row.act);
  const spoken = new Set(linked.map((row) => row.at));
  const height = rows.length * measures.row * (years ? 1.5 : 1);
  const place = { fy: "at", y: "series" };
  const said = (text, options) => [true, false].map((hidden) =>
    Plot.text(bars.filter((bar) => spoken.has(bar.at) === hidden && (options.every || bar.series === 1)),
      { ...place, text, fill: "currentColor", ariaHidden: hidden ? "true" : null, ...options.marks }));
  const svg = Plot.plot({
    style: { fontSize: `${measures.letter}px` },
    width, height, marginLeft: room, marginRight: printed, marginTop: 0, marginBottom: 0,
    x: { axis: null, domain: [0, longest] },
    y: { axis: null, domain: years ? [0, 1] : [1], padding: 0.1 },
    fy: { axis: null, domain: rows.map((_, at) => at), padding: 0.25 },
    marks: [
      Plot.barX(bars, { ...place, x: "value", fill: (bar) => (bar.series ? "var(--chart)" : "url(#hatch)"), ariaHidden: "true" }),
      ...said("words", { every: true, marks: { x: "value", textAnchor: "start", dx: 6 } }),
      ...said((bar) => clipped(bar.label, room - 12), {
        marks: { y: null, frameAnchor: "left", textAnchor: "end", dx: -8 },
      }),
      Plot.ruleX([0], { stroke: "var(--line)", ariaHidden: "true" }),
      Plot.barX(linked, {
        fy: "at", x1: 0, x2: longest, insetLeft: -room, insetRight: -printed, insetTop: -measures.row / 10, insetBottom: -measures.row / 10,
        fill: "transparent", href: () => "#offices", className: "hits",
      }),
    ],
  });
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", title);
  [...svg.querySelectorAll("a")].forEach((link, at) => linkRow(link, linked[at], years));
  return svg;
}

function linkRow(link, row, years) {
  const figures = years ? `${years[1]} ${row.words}，${years[0]} ${row.lastWords}` : row.words;
  link.setAttribute("aria-label", `${row.label}：${figures}`);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    row.act();
  });
}

/** A figure with its caption, to draw a chart in. */
function figure(place, title, ...more) {
  const host = make("div", { className: "chart" });
  place.append(make("figure", {}, make("figcaption", {}, title), ...more, host));
  return host;
}

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

/** Empty a place that has charts. */
function forget(place) {
  for (const host of [...drawnCharts.keys()]) if (place.contains(host)) drawnCharts.delete(host);
  place.replaceChildren();
}

function drawShares(place, chart) {
  const values = chart.items.map((metric) => metric.sum(view.branch));
  const sum = values.reduce((all, value) => all + (value ?? 0), 0);
  const rows = chart.items.map((metric, at) => {
    const value = values[at];
    const share = value && sum ? `（${percents.format(value / sum)}）` : "";
    return { label: metric.name, value, words: metric.show(value) + share, act: value && page.complete ? () => listBehind(metric) : null };
  });
  drawBars(figure(place, `${chart.title}（单位：${chart.items[0].unit}）`), chart.title, rows);
}

function drawYears(place) {
  const rows = headlines.map((metric) => ({ metric, years: metric.years(view.branch) }))
    .filter(({ years: [now, before] }) => now !== null && before !== null)
    .map(({ metric, years: [now, before] }) => {
      const words = change(now, before);
      return {
        label: metric.name, value: now, last: before, lastWords: metric.show(before),
        words: metric.show(now) + (words && `（${words}）`), act: now && page.complete ? () => listBehind(metric) : null,
      };
    });
  if (!rows.length) return;
  const both = Math.min(...headlines.map((metric) => metric.years(view.branch)[2]));
  const legend = make("p", { className: "legend" },
    make("span", { className: "sample now" }), `${page.year} 年`, make("span", { className: "sample before" }), `${page.year - 1} 年`,
    `，只比两年都有数的单位（${count(both)} 个起）`);
  drawBars(figure(place, "与上年相比", legend), "与上年相比", rows, { years: [`${page.year - 1} 年`, `${page.year} 年`] });
}

/** The branches right below the one looked at, by the chosen figure; a click goes down into one. */
function drawBranches(place, metric) {
  const known = below(view.branch).map((branch) => ({ branch, value: metric.sum(branch) })).filter(({ value }) => value !== null);
  if (known.length < 2) return;
  known.sort((one, other) => other.value - one.value);
  const rows = known.slice(0, MANY).map(({ branch, value }) => ({
    label: branches.name[branch], value, words: metric.show(value), act: () => look({ branch }),
  }));
  const rest = known.slice(MANY);
  if (rest.length && !metric.ratio) rows.push(restRow(metric, rest.map(({ value }) => value)));
  const title = `${metric.name}，按下级${known.length > MANY ? `（前 ${MANY} 个）` : ""}`;
  drawBars(figure(place, title), title, rows);
}

function drawLargest(place, metric) {
  const values = column(metric);
  const found = alone(view.branch).filter((office) => values[office] !== null && (values[office] !== 0 || metric.ratio));
  if (found.length < 2) return;
  found.sort((one, other) => values[other] - values[one] || one - other);
  const rows = found.slice(0, MANY).map((office) => ({
    label: offices.name[office], value: values[office], words: metric.show(values[office]), act: () => openDetail(office),
  }));
  const rest = found.slice(MANY);
  if (rest.length && !metric.ratio) {
    rows.push({ ...restRow(metric, rest.map((office) => values[office])), act: () => listOnly(`“${metric.name}”前 ${MANY} 名以外的单位`, rest, metric) });
  }
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
      label, hidden: hidden && !found.length, value: found.length, words: `${count(found.length)} 个`,
      act: found.length ? () => listOnly(`“${metric.name}”${label}的单位`, found, metric) : null,
    };
  });
  const title = `${metric.name}，单位的分布`;
  drawBars(figure(place, `${title}（单位数）`), title, rows.filter((row) => !row.hidden));
}

function sizes(unit) {
  const known = SIZES.map((least, at) => {
    const next = SIZES[at + 1] ?? Infinity;
    const words = next === Infinity ? `${numbers.format(least)} ${unit}以上` : `${least}—${next - 1} ${unit}`;
    return { label: words, holds: (value) => value !== null && value < next && (value >= least || (at === 0 && value > 0)) };
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

/** Draw every chart anew, for the screen or for paper. */
function redraw(wanted = measures) {
  measures = wanted;
  drawnCharts.forEach((put) => put());
}

let redrawing = 0;
window.addEventListener("resize", () => {
  cancelAnimationFrame(redrawing);
  redrawing = requestAnimationFrame(() => redraw());
});
