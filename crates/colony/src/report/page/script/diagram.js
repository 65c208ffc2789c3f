// The sequence diagram: a lane per participant, a line per record. Only the lines in sight are in the page.

class Diagram {
  /** `on` hears of rows: `chosen`, `hovered`, and `unfolded` when the list changed. */
  constructor(story, on) {
    this.story = story;
    this.on = on;
    this.selected = -1;
    this.heads = el("div", { class: "heads" });
    this.lines = el("div", { class: "lines", role: "presentation" });
    this.list = el("div", { class: "rows", role: "listbox", tabindex: 0, "aria-label": "Records of the run" }, this.lines);
    this.element = el("div", { class: "diagram" }, this.heads, this.list);
    this.list.addEventListener("scroll", () => this.soon());
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("mousemove", (event) => on.hovered(this.placeOf(event.target)));
    this.list.addEventListener("mouseleave", () => on.hovered(-1));
    new ResizeObserver(() => this.measure()).observe(this.list);
  }

  measure() {
    const narrow = innerWidth < 760;
    const { lanes } = this.story.scene;
    this.height = narrow ? 46 : 28;
    const room = this.list.clientWidth - (narrow ? 190 : 560);
    const widest = narrow ? 40 : 84;
    this.lane = Math.max(narrow ? 14 : 22, Math.min(widest, Math.floor(room / lanes.length)));
    this.element.style.setProperty("--lanes", `${this.lane * lanes.length}px`);
    this.element.style.setProperty("--row", `${this.height}px`);
    this.drawHeads();
    this.refresh();
  }

  drawHeads() {
    const { scene } = this.story;
    const upright = this.lane < 62;
    const groups = [];
    for (const [place, lane] of scene.lanes.entries()) {
      const title = lane.account ?? "relays";
      if (groups.at(-1)?.title !== title) groups.push({ title, lanes: [] });
      groups.at(-1).lanes.push(place);
    }
    const device = (place) => {
      const { name, account } = scene.lanes[place];
      const outcome = scene.outcomes[name];
      const only = this.story.filter.lanes?.size === 1 && this.story.filter.lanes.has(place);
      const bad = outcome && !FINE.includes(outcome);
      return el("button", {
        class: "lane" + (bad ? " bad" : ""), type: "button", "data-lane": place, "aria-pressed": String(only),
        title: `${name}${outcome ? `: ended as ${outcome}` : ""} (click: only its records)`,
      }, account ? name.slice(account.length + 1) : name, bad ? " ✗" : "");
    };
    const column = ({ title, lanes }) => {
      const head = el("div", { class: "account" }, el("span", { title }, title), el("div", {}, lanes.map(device)));
      head.style.width = `${this.lane * lanes.length}px`;
      return head;
    };
    const focused = this.heads.contains(document.activeElement) ? document.activeElement.dataset.lane : undefined;
    this.heads.classList.toggle("upright", upright);
    this.heads.replaceChildren(el("div", { class: "corner" }, "time"), el("div", { class: "columns" }, groups.map(column)), el("div", { class: "what" }, "what happened"));
    if (focused !== undefined) this.heads.querySelector(`[data-lane="${focused}"]`)?.focus();
  }

  /** Draws again after the list of shown rows changed. */
  refresh() {
    this.lines.style.height = `${this.story.shown.length * this.height}px`;
    this.draw();
  }

  soon() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      this.draw();
    });
  }

  draw() {
    const { shown } = this.story;
    const first = Math.max(0, Math.floor(this.list.scrollTop / this.height) - 8);
    const last = Math.min(shown.length, Math.ceil((this.list.scrollTop + this.list.clientHeight) / this.height) + 8);
    this.show(first, last);
  }

  show(first, last) {
    const { shown } = this.story;
    const lines = [];
    for (let index = first; index < last; index++) lines.push(this.line(index));
    if (!shown.length) lines.push(el("p", { class: "empty" }, "No record passes the filter. Esc clears it."));
    this.lines.replaceChildren(...lines);
    const active = shown.indexOf(this.selected);
    this.list.setAttribute("aria-activedescendant", active >= first && active < last ? `row-${this.selected}` : "");
  }

  line(index) {
    const { story } = this;
    const place = story.shown[index];
    const row = story.rows[place];
    const previous = index > 0 ? story.rows[story.shown[index - 1]] : null;
    const breaks = story.broken.get(place);
    const related = this.selected >= 0 && place !== this.selected && sharesEvent(row, story.rows[this.selected]);
    const classes = ["row", row.kind, breaks && "broken", place === this.selected && "selected", related && "related"];
    const gap = previous ? row.at - previous.at : 0;
    const line = el("div", {
      class: classes.filter(Boolean).join(" "), role: "option", id: `row-${place}`, "data-place": place,
      "aria-selected": String(place === this.selected), "aria-setsize": story.shown.length, "aria-posinset": index + 1,
    },
      gap > 3600000 && el("span", { class: "gap" }, `${roughly(gap)} later`),
      this.fold(index),
      el("span", { class: "time" }, clock(row.at)),
      drawRow(story, row, previous, this.lane, this.height),
      el("span", { class: "text" }, breaks && el("span", { class: "mark" }, "✗ "),
        row.lane === undefined ? null : el("b", {}, story.scene.lanes[row.lane].name), " ", visible(row.text, 300)));
    line.style.top = `${index * this.height}px`;
    return line;
  }

  /** A button for what is folded away before a line. */
  fold(index) {
    const folded = this.story.foldedBefore(index);
    if (!folded.length) return el("span", { class: "fold" });
    const counts = new Map();
    folded.forEach((row) => counts.set(row.kind, (counts.get(row.kind) ?? 0) + 1));
    return el("button", { class: "fold", type: "button", tabindex: -1, title: `folded before this: ${tally(counts)}` }, `+${folded.length}`);
  }

  placeOf(target) {
    const place = target.closest?.(".row")?.dataset.place;
    return place === undefined ? -1 : Number(place);
  }

  clicked(event) {
    const place = this.placeOf(event.target);
    if (place < 0) return;
    if (event.target.closest(".fold") && event.target.tagName === "BUTTON") this.unfoldBefore(place);
    else this.on.chosen(place);
  }

  unfoldBefore(place) {
    const top = this.list.scrollTop;
    const index = this.story.shown.indexOf(place);
    const before = this.story.shown.length;
    this.story.unfold(index);
    this.on.unfolded();
    this.list.scrollTop = top + (this.story.shown.length - before) * this.height;
  }

  /** Selects a row and brings it into sight; `centre` puts it into the middle. */
  select(place, centre) {
    this.selected = place;
    const top = this.story.shown.indexOf(place) * this.height;
    const { scrollTop, clientHeight } = this.list;
    if (centre) this.list.scrollTop = top - clientHeight / 2;
    else if (top < scrollTop) this.list.scrollTop = top - this.height;
    else if (top + this.height > scrollTop + clientHeight) this.list.scrollTop = top + 2 * this.height - clientHeight;
    this.draw();
  }
}

/** Outcomes that need no mark. */
const FINE = ["joined", "not-invited", "removed"];

function sharesEvent(row, other) {
  return (row.ids ?? []).some((id) => (other.ids ?? []).includes(id));
}

/** The part of the lanes that belongs to one line. */
function drawRow(story, row, previous, width, height) {
  const { lanes } = story.scene;
  const middle = height / 2;
  const x = (lane) => (lane + 0.5) * width;
  const drawing = svg("svg", { class: "drawing", width: width * lanes.length, height, "aria-hidden": "true" });
  const pills = [];
  for (const [lane, { account }] of lanes.entries()) {
    if (account === null) {
      drawing.append(svg("line", { class: "relay-line", x1: x(lane), x2: x(lane), y1: 0, y2: height }));
      continue;
    }
    const then = previous ? story.stateAt(lane, previous.entry) : null;
    const now = story.stateAt(lane, row.entry);
    drawing.append(...lifeline(story, lane, then, previous?.entry ?? -1, x(lane), 0, middle));
    drawing.append(...lifeline(story, lane, now, row.entry, x(lane), middle, height));
    if (then !== now && now !== null) pills.push([lane, pill(story, now, x(lane), middle, width)]);
  }
  drawing.append(...victims(story, row, x, middle));
  if (row.to !== undefined) drawing.append(...arrow(row, x(row.lane), x(row.to), middle));
  else if (row.lane !== undefined && !pills.some(([lane]) => lane === row.lane)) drawing.append(marker(row.kind, x(row.lane), middle));
  drawing.append(...pills.map(([, drawn]) => drawn));
  return drawing;
}

/** A cross on the line of each device that a break at this row is about. */
function victims(story, row, x, y) {
  const subjects = (story.broken.get(story.rowOf(row.entry)) ?? []).map((violation) => violation.subject.split("#")[0]);
  const lanes = new Set(subjects.map((subject) => story.scene.lanes.findIndex((lane) => lane.name === subject)));
  lanes.delete(-1);
  return [...lanes].filter((lane) => lane !== row.lane)
    .map((lane) => svg("path", { class: "cross", d: `M${x(lane) - 6} ${y - 6}l12 12m0 -12l-12 12` }));
}

/** A device's line: a coloured band where it is in an epoch, else thin; broken while offline, none before and after its life. */
function lifeline(story, lane, state, entry, x, top, bottom) {
  const life = entry < 0 ? "gone" : story.lifeAt(lane, entry);
  const height = bottom - top;
  if (life === "gone") return [];
  if (state === null) return [svg("line", { class: `life ${life}`, x1: x, x2: x, y1: top, y2: bottom })];
  const band = { x: x - 5, y: top, width: 10, height };
  const drawn = [svg("rect", { ...band, class: `band ${colour(story, state)} ${life}` })];
  if (isFork(story, state)) drawn.push(svg("rect", { ...band, class: "stripes" }));
  return drawn;
}

function isFork(story, state) {
  return story.scene.groups[story.group].states[state].branch > 0;
}

/** Cool colours in turn for the branch that counts, warm ones for a fork. */
function colour(story, state) {
  const { epoch, branch } = story.scene.groups[story.group].states[state];
  return branch === 0 ? `cool${epoch % 3}` : `warm${(epoch + branch) % 3}`;
}

/** Where a device enters an epoch: its number, and that it is a fork. */
function pill(story, state, x, y, lane) {
  const fork = isFork(story, state);
  const text = story.label(state) + (fork && lane > 56 ? " fork" : "");
  const width = Math.max(22, 8 + text.length * 6.6);
  return svg("g", { class: `pill ${colour(story, state)}${fork ? " fork" : ""}` },
    svg("rect", { x: x - width / 2, y: y - 9, width, height: 18, rx: fork ? 2 : 9 }),
    svg("text", { x, y: y + 4 }, text));
}

function arrow(row, from, to, y) {
  const away = Math.sign(to - from) || 1;
  const tip = to - away * 6;
  const parts = [
    svg("line", { class: `arrow ${row.kind}`, x1: from, x2: tip, y1: y, y2: y }),
    svg("path", { class: `tip ${row.kind}`, d: `M${tip} ${y}l${-away * 7} -4v8z` }),
    svg("circle", { class: `tip ${row.kind}`, cx: from, cy: y, r: 2.5 }),
  ];
  if (row.kind === "fault") {
    const centre = (from + to) / 2;
    parts.push(svg("path", { class: "cross", d: `M${centre - 5} ${y - 5}l10 10m0 -10l-10 10` }));
  }
  return parts;
}

/** A shape for each kind, so that colour is never needed. */
const SHAPES = {
  "key-package": "M-6 0L0 -6L6 0L0 6Z",
  selection: "M-6 -5H6L0 6Z",
  commit: "M-5 -5H5V5H-5Z",
  welcome: "M-7 -5H7V5H-7ZM-7 -5L0 1L7 -5",
  message: "M-6 -5H6V3H0L-3 7V3H-6Z",
  life: "M-5 0A5 5 0 1 1 5 0A5 5 0 1 1 -5 0Z",
  failed: "M-5 -5L5 5M5 -5L-5 5",
};

function marker(kind, x, y) {
  const shape = SHAPES[kind] ?? "M-3 0A3 3 0 1 1 3 0A3 3 0 1 1 -3 0Z";
  return svg("path", { class: `marker ${kind}`, d: shape, transform: `translate(${x} ${y})` });
}
