// The page of many runs: a heat map whose cells open the runs behind them.

class OverviewPage {
  constructor(overview) {
    this.overview = overview;
    this.search = el("input", { type: "search", placeholder: "filter rows", "aria-label": "Filter rows by words", oninput: () => this.filtered() });
    this.onlyBroken = el("input", { type: "checkbox", onchange: () => this.filtered() });
    this.status = el("p", { class: "status", role: "status" });
    this.dialog = el("dialog", { "aria-label": "The run behind a cell" });
    this.help = overviewHelp();
    this.element = el("main", { class: "overview" },
      el("header", {}, el("h1", {}, overview.title),
        el("section", { class: `verdict ${overview.good === null ? "neutral" : overview.good ? "good" : "bad"}`, "aria-label": "Verdict" }, el("p", { class: "result" }, el("strong", {}, overview.verdict))),
        overview.notes.map((note) => el("p", { class: "note" }, note)), heatLegend(overview.heats)),
      el("div", { class: "tools", role: "toolbar", "aria-label": "Filters" }, this.search,
        !overview.heats && el("label", {}, this.onlyBroken, " only rows in which something broke"),
        el("button", { type: "button", title: "keys (?)", onclick: () => this.help.showModal() }, "?")),
      this.status,
      overview.tables.map((table) => this.table(table)), this.dialog, this.help);
    this.element.addEventListener("click", (event) => this.clicked(event));
  }

  begin(cell) {
    this.filtered();
    (cell && this.element.querySelector(`[data-run="${cell}"]`) || this.element.querySelector("button.cell"))?.focus();
  }

  table(table) {
    const name = ({ name, hint }) => el("div", { title: hint }, name);
    const heads = table.columns.map((names) => el("th", { scope: "col" }, names.map(name)));
    const row = ({ name, title, cells }) => el("tr", {},
      el("th", { scope: "row" }, name, el("small", {}, title)), cells.map((cell) => (cell ? this.cell(cell, name) : el("td", { class: "none" }, "–"))));
    return el("section", {}, el("h2", {}, table.title, el("small", {}, ` ${table.about}`)), policies(table),
      el("div", { class: "wide", tabindex: -1 }, el("table", { class: table.columns.length < 3 ? "heat few" : "heat" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, table.first), heads)),
        el("tbody", {}, table.rows.map(row)),
        table.totals.length > 0 && el("tfoot", {}, el("tr", {}, el("th", { scope: "row" }, "all of them"), table.totals.map((lines) => el("td", {}, lines.map((line) => el("div", {}, line)))))))));
  }

  cell(cell, row) {
    const opens = cell.run !== null ? "opens the run" : "not in this page: shows its command";
    const button = el("button", { type: "button", class: "cell", "data-run": cell.run, title: `${cell.names.join(", ")}: ${[cell.label, ...cell.lines, ...cell.broken].join(", ")} (${opens})` },
      el("b", {}, cell.label), cell.broken.length > 0 && el("span", { class: "mark" }, ` ✗${cell.broken.length}`),
      cell.lines.slice(0, 2).map((line) => el("small", {}, line)));
    button.cell = cell;
    button.row = row;
    return el("td", { class: `heat${cell.heat}` }, button);
  }

  clicked(event) {
    const button = event.target.closest("td")?.querySelector("button.cell");
    if (!button) return;
    if (button.cell.run !== null) location.hash = `#${button.cell.run}`;
    else this.tellCell(button.cell, button.row);
  }

  /** What is known of a run that is not in the page. */
  tellCell(cell, row) {
    this.dialog.replaceChildren(el("div", {}, el("h2", {}, row), el("p", {}, cell.names.join(", ")), el("p", {}, [cell.label, ...cell.lines].join(" · ")),
      cell.broken.map((name) => el("p", { class: "break" }, `✗ ${name}`)),
      el("p", {}, "This run is not in the page, which would grow too large. The command that shows it:"),
      cell.commands.map((command) => el("pre", { tabindex: 0 }, command)),
      el("button", { type: "button", onclick: () => this.dialog.close() }, "close")));
    this.dialog.showModal();
  }

  filtered() {
    const words = this.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let [shown, all] = [0, 0];
    for (const row of this.element.querySelectorAll("table.heat tbody tr")) {
      const text = row.textContent.toLowerCase();
      const broken = [...row.querySelectorAll("button.cell")].some((button) => button.cell.heat > 0);
      row.hidden = !words.every((word) => text.includes(word)) || (this.onlyBroken.checked && !broken);
      all += 1;
      shown += row.hidden ? 0 : 1;
    }
    this.status.textContent = `${shown} of ${count(all, "row")} shown`;
  }

  key(key) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], h: [-1, 0], l: [1, 0], k: [0, -1], j: [0, 1] }[key] ?? [0, 0];
    if (dx || dy) this.move(dx, dy);
    else if (key === "/" || key === "f") this.search.focus();
    else if (key === "?") this.help.showModal();
    else if (key === "n" || key === "p") this.broken(key === "n" ? 1 : -1);
    else if (key === "Escape") {
      this.search.value = "";
      this.onlyBroken.checked = false;
      this.filtered();
    } else return false;
    return true;
  }

  cells() {
    return [...this.element.querySelectorAll("tr:not([hidden]) button.cell")];
  }

  /** To the next cell in which something broke. */
  broken(step) {
    const cells = this.cells().filter((button) => button.cell.heat > 0);
    const now = cells.indexOf(document.activeElement);
    cells[(now + step + cells.length) % cells.length]?.focus();
  }

  move(dx, dy) {
    const rows = [...this.element.querySelectorAll("table.heat tbody tr:not([hidden])")];
    const cell = document.activeElement.closest?.("td");
    if (!cell) return void this.cells()[0]?.focus();
    const row = rows.indexOf(cell.parentElement);
    const place = cell.cellIndex;
    const next = dy ? rows[row + dy]?.cells[place] : cell.parentElement.cells[place + dx];
    next?.querySelector("button")?.focus();
  }

  print(on) {
    this.element.querySelectorAll("details.more").forEach((part) => (part.open = on));
  }
}

/** What each column's policies are, for those who have no mouse. */
function policies(table) {
  const hinted = table.columns.flat().filter(({ hint }) => hint);
  return hinted.length > 0 && el("details", { class: "more" }, el("summary", {}, "What the columns are"),
    el("dl", {}, hinted.map(({ name, hint }) => [el("dt", {}, name), el("dd", {}, hint)])));
}

/** What the heats stand for: what broke, or what the page says. */
function heatLegend(heats) {
  const step = (heat, text) => [el("i", { class: `swatch heat${heat}` }), text];
  if (heats) return el("p", { class: "legend" }, heats.map((text, heat) => step(heat, `${text} `)));
  return el("p", { class: "legend" }, step(0, "nothing broke "), step(1, "1 invariant "), step(2, "2 "), step(3, "3 "), step(4, "4 or more "), step(5, "not as it should be"));
}

function overviewHelp() {
  const keys = [["↓ ↑ ← → j k h l", "next cell"], ["Enter", "open the run behind the cell"], ["n p", "next, previous cell in which something broke"],
    ["/ f", "filter rows"], ["Esc", "clear the filter, back from a run"], ["?", "these keys"]];
  const dialog = el("dialog", { "aria-label": "Keys" }, el("h2", {}, "Keys"), el("dl", {}, keys.map(([key, does]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, does)])),
    el("button", { type: "button", onclick: () => dialog.close() }, "close"));
  return dialog;
}
