/** Bars that lie, drawn by Observable Plot, each row a link; drawn anew when the window or the paper asks for it. */

const drawnCharts = new Map();
const SCREEN = { letter: 14, row: 30 }; // pixels of a Chinese character, and of a bar with its gap: enough for a finger
const PAPER = { letter: 11, row: 19, width: 320 };
let measures = SCREEN;

const widthOf = (text) =>
  [...text].reduce((sum, char) => sum + (char > "\u2e80" ? measures.letter : measures.letter * 0.6), 0);

function clipped(text, room) {
  if (widthOf(text) <= room) return text;
  let kept = text;
  while (kept && widthOf(kept) > room - measures.letter) kept = kept.slice(0, -1);
  return `${kept}…`;
}

/** A figure with its caption, to draw a chart in. */
function figure(place, title, ...more) {
  const host = make("div", { className: "chart" });
  place.append(make("figure", {}, make("figcaption", {}, title), ...more, host));
  return host;
}

/** Empty a place that has charts. */
function forget(place) {
  for (const host of [...drawnCharts.keys()]) if (place.contains(host)) drawnCharts.delete(host);
  place.replaceChildren();
}

/**
 * Put a chart into a figure. `rows` are {label, value, words, last, lastWords, act}: `last` is the bar of last year,
 * `act` what a click on the row does, and `words` its figure as it is printed and said. `years` are the words for
 * last year and this, where there are two bars a row.
 */
function drawBars(host, title, rows, years = null) {
  const put = () => host.replaceChildren(plotted(title, rows, years, measures.width ?? host.clientWidth));
  drawnCharts.set(host, put);
  put();
}

/** Draw every chart anew, for the screen or for paper. */
function redraw(wanted = measures) {
  measures = wanted;
  drawnCharts.forEach((put) => put());
}

function plotted(title, rows, years, width) {
  const bars = rows.flatMap((row, at) => [
    ...(years ? [bar(row, at, 0, row.last, row.lastWords)] : []),
    bar(row, at, 1, row.value, row.words),
  ]);
  const room = {
    left: Math.min(Math.max(...rows.map((row) => widthOf(row.label))) + 12, width * 0.45),
    right: Math.max(...bars.map((each) => widthOf(each.words))) + 12,
    longest: Math.max(...bars.map((each) => each.value)) || 1,
  };
  const linked = rows.map((row, at) => ({ ...row, at })).filter((row) => row.act);
  const svg = Plot.plot({
    style: { fontSize: `${measures.letter}px` },
    ...{ width, height: rows.length * measures.row * (years ? 1.5 : 1) },
    ...{ marginLeft: room.left, marginRight: room.right, marginTop: 0, marginBottom: 0 },
    x: { axis: null, domain: [0, room.longest] },
    y: { axis: null, domain: years ? [0, 1] : [1], padding: 0.1 },
    fy: { axis: null, domain: rows.map((_, at) => at), padding: 0.25 },
    marks: [barMark(bars), ...wordMarks(bars, room), linkMark(linked, room)],
  });
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", title);
  [...svg.querySelectorAll("a")].forEach((link, at) => linkRow(link, linked[at], years));
  return svg;
}

const bar = (row, at, series, value, words) => ({
  ...row,
  at,
  series,
  value: Math.max(value ?? 0, 0),
  words,
});

const barMark = (bars) =>
  Plot.barX(bars, {
    ...{ fy: "at", y: "series", x: "value", ariaHidden: "true" },
    fill: ({ series }) => (series ? "var(--chart)" : "url(#hatch)"),
  });

/** The labels and figures; those of a row that is a link are said by the link. */
function wordMarks(bars, room) {
  const words = (chosen, options) =>
    [true, false].map((linked) =>
      Plot.text(
        chosen.filter(({ act }) => Boolean(act) === linked),
        { fy: "at", fill: "currentColor", ariaHidden: linked ? "true" : null, ...options },
      ),
    );
  const labels = bars.filter(({ series }) => series === 1);
  return [
    ...words(bars, { y: "series", x: "value", text: "words", textAnchor: "start", dx: 6 }),
    ...words(labels, {
      text: ({ label }) => clipped(label, room.left - 12),
      ...{ frameAnchor: "left", textAnchor: "end", dx: -8 },
    }),
    Plot.ruleX([0], { stroke: "var(--line)", ariaHidden: "true" }),
  ];
}

/** What is clicked on: the whole row, from its label to its figure. */
function linkMark(linked, room) {
  const above = -measures.row / 10;
  return Plot.barX(linked, {
    ...{ fy: "at", x1: 0, x2: room.longest, fill: "transparent", href: () => "#offices" },
    ...{ insetLeft: -room.left, insetRight: -room.right, insetTop: above, insetBottom: above },
  });
}

function linkRow(link, row, years) {
  const figures = years ? `${years[1]} ${row.words}，${years[0]} ${row.lastWords}` : row.words;
  link.setAttribute("aria-label", `${row.label}：${figures}`);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    row.act();
  });
}

let redrawing = 0;
window.addEventListener("resize", () => {
  cancelAnimationFrame(redrawing);
  redrawing = requestAnimationFrame(() => redraw());
});
