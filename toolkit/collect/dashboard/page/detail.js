/** One organ: how it stands, what is wrong with it, its figures, what it sent. */

const SEVERITIES = ["错误", "警告", "提示"];
let opener = null;

function openDetail(office) {
  const dialog = byId("detail");
  if (!dialog.open) opener = document.activeElement;
  const at = listed.indexOf(office);
  const step = (by, words) => {
    const next = at < 0 ? undefined : listed[at + by];
    return button({ disabled: next === undefined }, () => openDetail(next), words);
  };
  dialog.replaceChildren(
    make(
      "div",
      { className: "detail-head" },
      make("h2", { id: "detail-title", tabIndex: -1 }, named(offices.name[office])),
      make(
        "div",
        { className: "steps" },
        step(-1, "上一个"),
        step(1, "下一个"),
        button({}, () => dialog.close(), "关闭"),
      ),
    ),
    facts(office),
    ...problemParts(office),
    ...figureParts(office),
  );
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  byId("detail-title").focus();
}

function facts(office) {
  const superior = offices.superior[office];
  const goUp = () => {
    byId("detail").close();
    lookAtBranch(superior);
    goTo(byId("offices-title"));
  };
  const up = superior < 0 ? "" : button({ className: "plain" }, goUp, named(branches.name[superior]));
  const others = offices.others[office].map(([version, file, why]) =>
    make("div", {}, version ? `第 ${count(version)} 次：` : "", named(file), `（${why}）`),
  );
  const rows = [
    ["结论", stateWords(offices.state[office])],
    ["上级", [up]],
    ["代码", [offices.code[office]]],
    ["类别", [offices.kind[office]]],
    ["联系人", [offices.contact[office]]],
    ["文件", [fileLink(office)]],
    ["报送次数", [sent(office) && offices.version[office] ? `第 ${count(offices.version[office])} 次` : ""]],
    [sent(office) ? "未采用的" : "收到的", others],
    ["汇总", [offices.why[office] || (offices.added[office] ? "已计入" : "")]],
  ].filter(([, words]) => words.some((word) => word && (typeof word === "string" || word.textContent)));
  return make("dl", {}, ...rows.flatMap(([name, words]) => [make("dt", {}, name), make("dd", {}, ...words)]));
}

/** The organ's file, as a link where it lies beside or below the page. */
function fileLink(office) {
  const [folder, file] = [offices.folder[office], offices.file[office]];
  if (folder === null) return named(file);
  const way = (folder + file).split("/").map(encodeURIComponent).join("/");
  return make("a", { href: `./${way}` }, named(file));
}

function problemParts(office) {
  const [from, until] = [problems.start[office], problems.start[office + 1]];
  const items = [];
  for (let at = from; at < until; at += 1) items.push(problemItem(at));
  const more = problems.more[office];
  if (!items.length && !sent(office)) return [];
  if (!items.length) return [make("h3", {}, "问题"), make("p", {}, "没有发现问题。")];
  const left = `另有 ${count(more)} 个没有列在这里，见汇总工作簿的“问题清单”。`;
  return [
    make("h3", {}, `问题（${count(items.length + more)}）`),
    make("ol", { className: "problems" }, ...items),
    ...(more ? [paragraph("note", left)] : []),
  ];
}

function problemItem(at) {
  const severity = problems.severity[at];
  const cell = make("span", { className: "cell" }, problems.where[at]);
  return make(
    "li",
    { className: `severity-${severity}` },
    paragraph("where", make("b", {}, SEVERITIES[severity]), ` ${problems.code[at]} `, cell),
    ...problems.problem[at].split("\n").map((line) => paragraph("", line)),
    paragraph("remedy", problems.remedies[problems.remedy[at]]),
  );
}

function figureParts(office) {
  if (!sent(office) || !metrics.length) return [];
  const groups = [
    ["汇总数", headlines],
    ...charts.map(({ title, items }) => [title, items]),
    ["指标", ratios],
  ];
  const bodies = groups
    .filter(([, list]) => list.length)
    .map(([title, list]) => figureGroup(title, list, office));
  const years = [`${page.year} 年`, ...(hasLast ? [`${page.year - 1} 年`] : [])];
  return [
    make("h3", {}, "本单位的数"),
    make("table", { className: "numbers" }, head("", ...years, "单位"), ...bodies),
  ];
}

function figureGroup(title, list, office) {
  const name = make("th", { scope: "rowgroup", colSpan: hasLast ? 4 : 3, className: "group" }, title);
  return make("tbody", {}, row(name), ...list.map((metric) => figureRow(metric, office)));
}

function figureRow(metric, office) {
  const last = column(metric, true)[office];
  const shown = last === null ? "" : metric.show(last);
  const cells = [metric.show(column(metric)[office]), ...(hasLast ? [shown] : []), metric.unit];
  const name = make("th", { scope: "row", title: metric.title }, metric.name);
  return row(name, ...cells.map((cell) => make("td", {}, cell)));
}

byId("detail").addEventListener("close", () => {
  if (opener && opener.isConnected) opener.focus();
});
