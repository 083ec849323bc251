/** The files that are no organ's report of this year. */

function drawFiles() {
  if (!page.files.length) return;
  const rows = page.files.map(([why, file, said, what]) =>
    row(
      make("td", { className: "why" }, why),
      make("th", { scope: "row" }, named(file)),
      make("td", {}, named(said)),
      make("td", {}, what),
    ),
  );
  byId("file-table").replaceChildren(head("为什么没有计入", "文件", "单位和年度", "说明"), make("tbody", {}, ...rows));
}
