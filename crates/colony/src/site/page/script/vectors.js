// The list of all tests, what is filtered, and the test that is looked at. All of it is in the address: `#kpe-0157&topic=…`.

/** Rows that come into the page at once: thousands would make it slow. And rows before which a chosen test is brought in sight. */
const CHUNK = 100;
const NEAR = 10 * CHUNK;

class VectorsPage {
  constructor(element, index) {
    const begun = performance.now();
    this.files = index.files.map(([path, topic, profile, data]) => ({ path, topic, profile, data }));
    this.tests = index.tests.map(([id, file, result, flags, reasons, comment]) => this.entry(id, this.files[file], result, flags, reasons, comment));
    this.byId = new Map(this.tests.map((test) => [test.id, test]));
    this.retired = index.retired ?? {};
    this.loaded = new Map();
    this.values = {};
    this.draw(element);
    colony.take = (path, data) => this.loaded.get(path)?.done(data);
    addEventListener("hashchange", () => this.follow(true));
    this.follow(false);
    performance.measure("list", { start: begun });
  }

  entry(id, file, result, flags, reasons, comment) {
    const { topic, profile } = file;
    return { id, file, topic, profile, result, flag: flags, reason: reasons, comment, text: [id, topic, profile, result, ...flags, ...reasons, comment].join(" ").toLowerCase() };
  }

  draw(element) {
    this.search = el("input", { type: "search", id: "words", autocomplete: "off", oninput: () => this.changed() });
    this.selects = ["topic", "profile", "result", "flag", "reason"].map((name) => this.select(name));
    this.status = el("p", { class: "status", role: "status" });
    this.clear = el("button", { type: "button", onclick: () => this.reset() }, "clear");
    this.list = el("ol", { class: "tests" });
    this.more = el("button", { type: "button", class: "rest", onclick: () => this.append() });
    this.listed = el("section", { class: "listed", "aria-label": "Tests" }, el("a", { class: "skip", href: "#", onclick: (event) => this.toTest(event) }, "Skip to the test"), this.list, this.more);
    this.shown = el("article", { class: "shown", "aria-label": "The test" });
    element.append(
      el("form", { class: "tools", role: "search", onsubmit: (event) => event.preventDefault() },
        el("span", { class: "field wide-field" }, el("label", { for: "words" }, "words"), this.search),
        this.selects.map((select) => el("span", { class: "field" }, el("label", { for: select.id }, select.name), select)), this.clear),
      this.status, el("div", { class: "two" }, this.listed, this.shown));
    new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.append()).observe(this.more);
  }

  /** A choice of one value, each with the number of its tests. */
  select(name) {
    const counts = new Map();
    for (const test of this.tests) for (const value of [test[name]].flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
    const options = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, n]) => el("option", { value }, `${value} (${n})`));
    return el("select", { id: `by-${name}`, name, onchange: () => this.changed() }, el("option", { value: "" }, "all"), options);
  }

  /** Takes over what the address says. */
  follow(moved) {
    const { id, values } = address();
    this.id = id;
    this.search.value = values.words ?? "";
    for (const select of this.selects) {
      select.value = values[select.name] ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    // Rows that stay keep the focus and their place.
    if (moved && hashOf("", this.asked()) === hashOf("", this.values)) this.mark();
    else this.filter();
    this.reveal();
    this.show(moved);
  }

  /** What the fields above the tests say. */
  asked() {
    const values = { words: this.search.value.trim() };
    for (const { name, value } of this.selects) values[name] = value;
    return values;
  }

  /** Brings the chosen test in sight in the list, if it is not far down. */
  reveal() {
    const place = this.found.findIndex(({ id }) => id === this.id);
    if (place < 0 || place >= NEAR) return;
    while (this.list.children.length <= place) this.append();
    const { offsetTop, offsetHeight } = this.list.children[place];
    const { scrollTop, clientHeight } = this.listed;
    if (offsetTop < scrollTop || offsetTop + offsetHeight > scrollTop + clientHeight) this.listed.scrollTop = offsetTop - CHUNK;
  }

  /** Somebody changed the filter: the address follows. */
  changed() {
    this.filter();
    history.replaceState(null, "", hashOf(this.id, this.values));
  }

  reset() {
    this.search.value = "";
    this.selects.forEach((select) => (select.value = ""));
    this.changed();
    this.search.focus();
  }

  filter() {
    const begun = performance.now();
    this.values = this.asked();
    const words = wordsOf(this.values.words);
    const asked = this.selects.filter((select) => select.value !== "").map(({ name, value }) => [name, value]);
    const fits = (test) => asked.every(([name, value]) => [test[name]].flat().includes(value)) && words.every((word) => test.text.includes(word));
    this.found = this.tests.filter(fits);
    this.list.replaceChildren();
    this.clear.hidden = asked.length === 0 && words.length === 0;
    this.append();
    this.mark();
    performance.measure("filter", { start: begun });
  }

  /** More rows, as many as a reader takes in; what is not there yet is told. */
  append() {
    const at = this.list.children.length;
    this.list.append(...this.found.slice(at, at + CHUNK).map((test) => this.row(test)));
    const left = this.found.length - this.list.children.length;
    this.more.hidden = left === 0;
    this.more.textContent = `show ${Math.min(left, CHUNK)} more (${left.toLocaleString("en")} left)`;
    const cut = left > 0 ? `, the first ${this.list.children.length.toLocaleString("en")} are in the list` : "";
    const none = this.found.length === 0 ? ". None fits: take a word or a choice away" : "";
    this.status.textContent = `${this.found.length.toLocaleString("en")} of ${count(this.tests.length, "test")}${cut}${none}.`;
  }

  row(test) {
    const { id, result, reason, comment, flag, profile } = test;
    const said = reason.length > 0 ? `${result}: ${reason.join(" or ")}` : result;
    return el("li", {}, el("a", { href: hashOf(id, this.values), "aria-current": id === this.id ? "true" : null },
      el("b", {}, id), " ", el("span", { class: `tag ${result}` }, said), el("span", {}, comment), el("small", {}, `${flag.join(" ")} · ${profile}`)));
  }

  mark() {
    for (const link of this.list.querySelectorAll("a")) {
      const here = link.firstChild.textContent === this.id;
      if (here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  async show(moved) {
    const { id } = this;
    document.querySelector(".two").classList.toggle("chosen", id !== "");
    const test = this.byId.get(id);
    document.title = `${test ? `${id}: ${test.comment}` : "Test vectors"} · Colony`;
    if (!test) return void this.shown.replaceChildren(...(id === "" ? this.overview() : this.unknown(id)));
    const heading = el("h2", { tabindex: -1 }, el("span", {}, id), " ", el("span", { class: `tag ${test.result}` }, test.result));
    const head = [this.around(test), heading, el("p", {}, test.comment), el("p", { class: "where" }, `${test.topic} · ${test.profile}`)];
    const wait = el("p", { class: "wait" }, "Loading what is inside…");
    this.shown.replaceChildren(...head, wait);
    if (moved) heading.focus();
    const file = await this.load(test.file);
    if (this.id !== id) return;
    const body = file ? new TestView(file.tests[id], file, test.file.path, (other) => hashOf(other, this.values)).draw() : [el("p", { class: "wait" }, `The data of this test, ${test.file.data}, cannot be loaded.`)];
    wait.replaceWith(...body.flat().filter(Boolean));
    this.shown.dataset.id = id;
  }

  /** Where to go from a test: the list, and its neighbours there. */
  around(test) {
    const place = this.found.indexOf(test);
    const link = (other, words) => other && el("a", { href: hashOf(other.id, this.values) }, words);
    const neighbours = place < 0 ? [] : [link(this.found[place - 1], "← previous"), link(this.found[place + 1], "next →")];
    return el("p", { class: "around" }, el("a", { href: hashOf("", this.values) || "#" }, "all tests"), neighbours.filter(Boolean).map((one) => [" · ", one]));
  }

  /** What there is, while no test is chosen. */
  overview() {
    const profiles = [...new Set(this.files.map(({ profile }) => profile))].sort();
    const cell = (topic, profile) => {
      const n = this.tests.filter((test) => test.topic === topic && test.profile === profile).length;
      return el("td", {}, n > 0 ? el("a", { href: hashOf("", { topic, profile }), "aria-label": `${count(n, "test")} of ${topic}, ${profile}` }, n) : "–");
    };
    const row = (topic) => el("tr", {}, el("th", { scope: "row" }, el("a", { href: hashOf("", { topic }) }, topic)), profiles.map((profile) => cell(topic, profile)));
    const topics = [...new Set(this.files.map(({ topic }) => topic))].sort();
    return [el("h2", {}, "What there is"), el("p", {}, "Choose a test, or a number to see its tests. Keys: / search, ↓ ↑ or j k through the list, Enter opens, Esc leaves a test."),
      el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Tests by topic and profile" },
        el("table", { class: "plain" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "topic"), profiles.map((profile) => el("th", { scope: "col" }, profile)))), el("tbody", {}, topics.map(row))))];
  }

  unknown(id) {
    const retired = Object.hasOwn(this.retired, id) ? this.retired[id] : null;
    const instead = retired?.superseded_by;
    return [el("h2", { tabindex: -1 }, id), el("p", {}, retired ? `This test is retired: ${retired.why}.` : "There is no test of this id."),
      instead && el("p", {}, "In its place: ", el("a", { href: hashOf(instead, {}) }, instead)), el("p", {}, el("a", { href: "#" }, "all tests"))].filter(Boolean);
  }

  /** The data of a file, once. A script element reads it from a disk as well as from a host. */
  load({ path, data }) {
    if (!this.loaded.has(path)) {
      const waiting = {};
      waiting.data = new Promise((done) => (waiting.done = done));
      this.loaded.set(path, waiting);
      const src = data.split("/").map(encodeURIComponent).join("/");
      document.head.append(el("script", { src, onerror: () => waiting.done(null) }));
    }
    return this.loaded.get(path).data;
  }

  toTest(event) {
    event.preventDefault();
    const heading = this.shown.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
  }

  key(key) {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[key];
    if (step && !this.shown.contains(document.activeElement)) this.move(step);
    else if (key === "/") this.search.focus();
    else if (key === "Escape" && this.id !== "") this.leave();
    else return false;
    return true;
  }

  move(step) {
    const links = [...this.list.querySelectorAll("a")];
    const now = links.indexOf(document.activeElement);
    if (step > 0 && now === links.length - 1 && !this.more.hidden) return void (this.append(), this.move(step));
    const next = now < 0 ? links.find((link) => link.hasAttribute("aria-current")) ?? links[0] : links[now + step];
    next?.focus();
  }

  /** Back to the list, at the test that was looked at. */
  leave() {
    const { id } = this;
    location.hash = hashOf("", this.values);
    const back = () => [...this.list.querySelectorAll("a")].find((link) => link.firstChild.textContent === id)?.focus();
    addEventListener("hashchange", () => setTimeout(back), { once: true });
  }
}
