/** The files that are no organ's report of this year. */

function drawFiles() {
  if (!page.files.length) return;
  const heads = ["为什么", "文件", "自称", "说明"];
  byId("file-table").replaceChildren(
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...page.files.map(([why, file, said, what]) => make("tr", {},
      make("td", { className: "why" }, why), make("th", { scope: "row" }, named(file)), make("td", {}, named(said)), make("td", {}, what)))),
  );
}
