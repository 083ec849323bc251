/** Elements and words. Every text goes in as text; nothing here makes markup of a string. */

const byId = (id) => document.getElementById(id);

/** Make an element; `props` are properties, but for those with a dash, `role` and `scope`, which are attributes. */
function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.includes("-") || name === "role" || name === "scope") element.setAttribute(name, value);
    else if (name === "on")
      for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const button = (props, act, ...children) =>
  make("button", { type: "button", ...props, on: { click: act } }, ...children);

const row = (...cells) => make("tr", {}, ...cells);

/** The head of a table; an empty heading is a plain cell. */
const head = (...words) =>
  make(
    "thead",
    {},
    row(...words.map((word) => make(word ? "th" : "td", word ? { scope: "col" } : {}, word))),
  );

const paragraph = (className, ...children) => make("p", { className }, ...children);

/** A name from a workbook or the roster, kept apart from the direction of the words around it. */
const named = (text) => make("bdi", {}, text);

const numbers = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 });
const percents = new Intl.NumberFormat("zh-CN", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const points = new Intl.NumberFormat("zh-CN", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});
const changes = new Intl.NumberFormat("zh-CN", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});

const count = (value) => numbers.format(value);

/** How much more than last year, in words; empty where that says nothing. */
function change(now, before) {
  if (now === null || before === null || before === 0) return "";
  return now === before ? "持平" : changes.format((now - before) / before);
}

/** Put the focus on a place and show it, for who came by keyboard too. */
function goTo(element) {
  element.scrollIntoView({ block: "start" });
  element.focus({ preventScroll: true });
}
