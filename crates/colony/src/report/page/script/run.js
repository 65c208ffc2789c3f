// The page of one run: verdict, tools, diagram, details, keys.

class RunPage {
  constructor(scene, back) {
    this.scene = scene;
    this.story = new Story(scene);
    this.diagram = new Diagram(this.story, {
      chosen: (place) => this.select(place),
      hovered: (place) => this.hover(place),
      unfolded: () => this.refresh(),
    });
    this.details = el("aside", { class: "details", "aria-label": "Details of the selected record", tabindex: -1 });
    this.status = el("p", { class: "status", role: "status" });
    this.search = el("input", { type: "search", placeholder: "filter: words, device, event id, rule", "aria-label": "Filter by words", oninput: () => this.filtered() });
    this.tools = this.makeTools();
    this.help = help();
    this.diagram.heads.addEventListener("click", (event) => this.onlyLane(event));
    this.element = el("main", { class: scene.as_expected ? "run expected" : "run" }, this.head(back),
      el("div", { class: "work" }, this.tools, el("div", { class: "line" }, this.status, legend()), this.forkNotes(), el("div", { class: "stage" }, this.diagram.element, this.details)), this.help);
  }

  /** To be called once the page is in the document. */
  begin(entry) {
    this.diagram.measure();
    const start = entry === undefined ? this.story.beginning() : this.story.rowOf(entry);
    this.refresh();
    if (start !== undefined) this.select(start, true);
    this.diagram.list.focus({ preventScroll: true });
  }

  head(back) {
    const { scene } = this;
    const facts = scene.facts;
    return el("header", {},
      el("p", { class: "facts" }, back && el("a", { href: "#" }, "← all runs"), back && " · ", facts.join(" · ")),
      el("h1", {}, visible(scene.title, 300)),
      this.verdict(),
      el("div", { class: "ends" }, this.outcomes(), this.more()));
  }

  verdict() {
    const { scene } = this;
    const broken = this.story.brokenInvariants();
    const result = scene.as_expected ? "✓ As the scenario expects" : "✗ NOT as the scenario expects";
    const broke = broken.length ? `${count(broken.length, "invariant")} broken` : "nothing broken";
    const facts = [scene.stalled && "it stalled", scene.as_expected && broken.length ? `${broke}, as expected` : broke];
    const failures = scene.as_expected ? [] : scene.failures;
    return el("section", { class: `verdict ${scene.as_expected ? "good" : "bad"}`, "aria-label": "Verdict" },
      el("p", { class: "result" }, el("strong", {}, result), " ", el("span", {}, facts.filter(Boolean).join(", "))),
      failures.length > 0 && el("ul", { class: "failures" }, failures.slice(0, 8).map((failure) => el("li", {}, failure))),
      el("ol", {}, broken.map((invariant) => this.broken(invariant))));
  }

  broken(invariant) {
    const [first, ...others] = invariant.violations;
    const show = () => {
      this.select(this.story.cameFrom(invariant), true);
      this.diagram.list.focus();
    };
    return el("li", {},
      el("button", { type: "button", class: "show", onclick: show, title: "show it in the diagram" }, invariant.name),
      el("span", { class: "rules" }, invariant.rules.map((id) => this.chip(id))),
      el("span", { class: "when" }, ` t=${clock(first.at)} `), first.text,
      others.length > 0 && el("small", {}, ` and ${others.length} more`),
      invariant.follows && el("small", {}, " (follows from the others)"),
      el("small", { class: "demand" }, `It demands: ${invariant.sentence}`));
  }

  chip(id) {
    const rule = this.scene.rules[id];
    return el("abbr", { class: "chip", title: rule ? `${LEVELS[rule.level] ?? rule.level}: ${rule.text} (${rule.source})` : id }, id);
  }

  outcomes() {
    const item = ([device, outcome]) => el("li", { class: FINE.includes(outcome) ? "fine" : "bad" }, el("b", {}, device), ` ${outcome}`);
    return el("ul", { class: "outcomes", "aria-label": "How devices ended" }, Object.entries(this.scene.outcomes).map(item));
  }

  more() {
    const { scene } = this;
    const held = scene.invariants.filter((invariant) => invariant.violations.length === 0 && invariant.exercised !== null);
    const idle = scene.invariants.filter((invariant) => invariant.exercised === null);
    const left = scene.left_out.map(([what, n]) => `${n.toLocaleString("en")} × ${what}`);
    const names = (list) => list.map((invariant) => `${invariant.name}${invariant.exercised ? ` (${invariant.exercised})` : ""}`).join(", ") || "none";
    return el("details", { class: "more" }, el("summary", {}, "About this run: what held, counts, how to repeat it"),
      scene.description && el("p", {}, scene.description),
      el("dl", {},
        el("dt", {}, "repeat"), el("dd", {}, el("code", {}, scene.repro)),
        el("dt", {}, "held"), el("dd", {}, names(held)),
        el("dt", {}, "not exercised"), el("dd", {}, names(idle)),
        el("dt", {}, "counts"), el("dd", {}, scene.counts),
        el("dt", {}, "digest"), el("dd", {}, el("code", {}, scene.digest), ` of ${count(scene.records, "record")}, ${clock(scene.ends)} of virtual time from ${new Date(scene.start * 1000).toISOString()}`),
        left.length > 0 && [el("dt", {}, "not in this page"), el("dd", {}, left.join(", "), "; the command above has them, with --json")]));
  }

  makeTools() {
    const button = (text, title, onclick) => el("button", { type: "button", title, onclick }, text);
    const { scene } = this;
    const option = (value, text) => el("option", { value }, text);
    const broken = this.story.brokenInvariants();
    this.invariant = el("select", { "aria-label": "Only what tells how an invariant broke", onchange: () => this.filtered() },
      option("", "everything"), broken.map(({ name }) => option(name, `how ${name} broke`)));
    const group = el("select", { "aria-label": "Group whose epochs are shown", onchange: () => this.follow(Number(group.value)) },
      scene.groups.map(({ label }, place) => option(place, `epochs of ${label}`)));
    group.value = String(this.story.group);
    return el("div", { class: "tools", role: "toolbar", "aria-label": "Filters" },
      el("span", { class: "pair" },
        button("‹ p", "previous violation (p)", () => this.violation(-1)),
        el("span", {}, count(this.story.violations.length, "violation")),
        button("n ›", "next violation (n)", () => this.violation(1))),
      broken.length > 0 && this.invariant,
      this.search, this.menu("devices", scene.lanes.map((lane, place) => [place, lane.name])), this.menu("kinds", this.kinds()),
      scene.groups.length > 1 ? group : null,
      button("?", "keys (?)", () => this.help.showModal()));
  }

  kinds() {
    const counts = new Map();
    this.story.rows.forEach((row) => counts.set(row.kind, (counts.get(row.kind) ?? 0) + 1));
    return Object.keys(KINDS).filter((kind) => counts.has(kind)).map((kind) => [kind, `${KINDS[kind]} (${counts.get(kind).toLocaleString("en")})`]);
  }

  /** A menu of check boxes for one part of the filter. */
  menu(name, entries) {
    const ticked = (key) => (name === "kinds" ? this.story.filter.kinds.has(key) : true);
    const box = ([key, text]) => el("label", {}, el("input", { type: "checkbox", name, value: key, checked: ticked(key), onchange: () => this.filtered() }), text);
    return el("details", { class: "menu" }, el("summary", {}, name), el("div", {}, entries.map(box)));
  }

  boxes(name) {
    return [...this.tools.querySelectorAll(`input[name=${name}]`)];
  }

  onlyLane(event) {
    const lane = event.target.closest("[data-lane]")?.dataset.lane;
    if (lane === undefined) return;
    const { lanes } = this.story.filter;
    const alone = lanes?.size === 1 && lanes.has(Number(lane));
    this.boxes("devices").forEach((box) => (box.checked = alone || box.value === lane));
    this.filtered();
  }

  filtered() {
    const ticked = (name) => this.boxes(name).filter((box) => box.checked).map((box) => box.value);
    const lanes = ticked("devices").map(Number);
    this.story.filter = {
      kinds: new Set(ticked("kinds")),
      lanes: lanes.length === this.scene.lanes.length ? null : new Set(lanes),
      invariant: this.invariant.value,
      words: this.search.value,
    };
    this.story.unfolded.clear();
    this.story.choose();
    this.refresh();
    if (this.story.shown.includes(this.diagram.selected)) this.diagram.select(this.diagram.selected, true);
  }

  clear() {
    this.search.value = "";
    this.invariant.value = "";
    const first = this.story.firstFilter();
    this.boxes("devices").forEach((box) => (box.checked = true));
    this.boxes("kinds").forEach((box) => (box.checked = first.kinds.has(box.value)));
    this.filtered();
  }

  refresh() {
    const { story } = this;
    this.diagram.drawHeads();
    this.diagram.refresh();
    const folded = [...story.folded.values()].reduce((sum, n) => sum + n, 0);
    const outside = this.scene.left_out.map(([what, n]) => `${n.toLocaleString("en")} × ${what}`).join(", ");
    const said = (folded ? `; folded: ${tally(story.folded)}` : "") + (outside ? `; not in this page: ${outside}` : "");
    this.status.textContent = `${story.shown.length.toLocaleString("en")} of ${count(story.rows.length, "record")} shown${said}`;
  }

  follow(group) {
    this.story.follow(group);
    this.element.querySelector(".forks")?.replaceWith(this.forkNotes());
    this.diagram.refresh();
  }

  forkNotes() {
    const forks = this.story.forks();
    const epochs = ({ first, last }) => (first === last ? `in epoch ${first}` : `in epochs ${first} to ${last}`);
    const note = (fork) => el("button", { type: "button", class: fork.lasts ? "lasting" : "", onclick: () => this.select(fork.row, true) },
      `fork ${epochs(fork)}: `, fork.lanes.join(", "), el("small", {}, fork.lasts ? " until the end" : " healed"));
    return el("p", { class: "forks" }, forks.slice(0, 4).map(note), forks.length > 4 ? ` and ${forks.length - 4} more` : "");
  }

  select(place, centre = false) {
    if (!this.story.shown.includes(place)) {
      this.story.unfolded.add(place);
      this.story.choose();
      this.refresh();
    }
    this.diagram.select(place, centre);
    this.tell(place);
    history.replaceState(null, "", `${location.hash.split("@")[0] || "#"}@${this.story.rows[place].entry}`);
  }

  /** Shows a row's details while the pointer is on it. */
  hover(place) {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tell(place < 0 ? this.diagram.selected : place), 150);
  }

  tell(place) {
    if (place < 0 || place === this.told) return;
    this.told = place;
    this.details.replaceChildren(details(this.story, place, (other) => this.select(other, true)));
    this.details.scrollTop = 0;
  }

  violation(step) {
    const places = [...this.story.broken.keys()].sort((a, b) => a - b);
    const now = this.diagram.selected;
    const next = step > 0 ? places.find((place) => place > now) ?? places[0] : places.findLast((place) => place < now) ?? places.at(-1);
    if (next !== undefined) this.select(next, true);
  }

  move(step) {
    const { shown } = this.story;
    if (!shown.length) return;
    const now = shown.indexOf(this.diagram.selected);
    this.select(shown[Math.min(shown.length - 1, Math.max(0, now + step))]);
  }

  /** Does what a key means; false if it means nothing here. */
  key(key) {
    const page = Math.max(1, Math.floor(this.diagram.list.clientHeight / this.diagram.height) - 1);
    const all = this.story.shown.length;
    const moves = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -all, End: all };
    const actions = {
      n: () => this.violation(1),
      p: () => this.violation(-1),
      "/": () => this.search.focus(),
      f: () => this.search.focus(),
      "?": () => this.help.showModal(),
      Enter: () => this.diagram.selected >= 0 && this.diagram.unfoldBefore(this.diagram.selected),
      Escape: () => this.clear(),
    };
    if (key in moves) this.move(moves[key]);
    else if (key in actions) actions[key]();
    else return false;
    return true;
  }

  /** Every shown row into the page, for paper; many are cut and that is said. */
  print(on) {
    this.element.querySelectorAll("details.more").forEach((part) => (part.open = on));
    if (on) {
      const last = Math.min(this.story.shown.length, MOST_PRINTED);
      this.diagram.show(0, last);
      this.diagram.lines.style.height = `${last * this.diagram.height}px`;
      if (last < this.story.shown.length) this.status.textContent += `; printed: the first ${last}`;
    } else this.refresh();
  }
}

const MOST_PRINTED = 2000;

/** What the colours mean. */
function legend() {
  const swatch = (name) => el("i", { class: `swatch ${name}` });
  return el("span", { class: "legend" }, swatch("cool0"), swatch("cool1"), swatch("cool2"), "epochs in turn ",
    swatch("warm0 striped"), swatch("warm1 striped"), "fork: same epoch, another tree");
}

function help() {
  const keys = [["j k ↓ ↑", "next, previous record"], ["n p", "next, previous violation"], ["/ f", "filter by words"], ["Enter", "unfold what is folded before the record"],
    ["Home End PgUp PgDn", "far moves"], ["Esc", "clear the filter, close"], ["?", "these keys"]];
  const close = el("button", { type: "button", onclick: () => dialog.close() }, "close");
  const dialog = el("dialog", { "aria-label": "Keys" }, el("h2", {}, "Keys"),
    el("dl", {}, keys.map(([key, does]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, does)])), close);
  return dialog;
}
