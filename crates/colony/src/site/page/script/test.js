// One test: what it demands, what it gives, and what is inside the bytes. Everything in it is text from outside.

/** Characters of a text that stand there at once, of one with more than twice as many; the rest is one button away. */
const LONGEST = 320;
/** Decoded parts that are open at once, and items of a list that stand there at once. */
const OPEN_PARTS = 2;
const MOST_ITEMS = 40;
/** Members in the order of the format; others come after them. */
const ORDER = ["id", "pubkey", "created_at", "kind", "tags", "content", "sig"];
/** Members that the head of a test shows. */
const IN_HEAD = ["id", "flags", "comment", "parent", "now", "input", "result", "expect", "expected_by_policy", "reason", "reasons_any", "stage", "tag", "verified_by"];
/** Members that hold Unix seconds, and those that name another test. */
const TIMES = ["created_at", "now"];
const TESTS = ["parent", "after"];

const MUST = {
  valid: "succeed, and match everything below Expected",
  invalid: "refuse",
  policy: "answer as one of the policies below: the texts leave it open",
  deferred: "keep it and try again later, neither use nor refuse it",
};

/** Unix seconds as a date. */
function date(seconds) {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? "no date" : time.toISOString().replace(".000", "");
}

/** Text that may be long: its beginning, and a button for the rest. */
function long(text) {
  const code = el("code", {});
  const cut = text.length > 2 * LONGEST;
  code.append(visible(cut ? text.slice(0, LONGEST) : text, 2 * LONGEST));
  if (!cut) return code;
  const rest = () => {
    code.replaceChildren(visible(text, text.length));
    code.tabIndex = -1;
    code.focus();
  };
  code.append("… ", el("button", { type: "button", class: "rest", onclick: rest }, `show all ${count(text.length, "character")}`));
  return code;
}

function ordered(value) {
  const place = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return Object.entries(value).sort(([a], [b]) => place(a) - place(b));
}

class TestView {
  /** `entry` is the test with its time and the places of what is decoded, `file` the data of its file, `link` makes the address of a test. */
  constructor(entry, file, path, link) {
    this.entry = entry;
    this.file = file;
    this.path = path;
    this.link = link;
    this.open = Object.keys(entry.decoded).length <= OPEN_PARTS;
  }

  draw() {
    const { test } = this.entry;
    return [this.facts(), this.flags(), this.section("Input", "input"), this.section("Expected", "expect"), this.policies(), this.extra(), this.raw()];
  }

  facts() {
    const { test, now } = this.entry;
    const reasons = test.reasons_any ?? (test.reason ? [test.reason] : []);
    const voices = (test.verified_by ?? []).map(({ stack, version, via }) => `${stack} ${version}${via ? ` via ${via}` : ""}`);
    const rows = [
      ["a client must", MUST[test.result] ?? test.result],
      ["reason", reasons.length > 0 && [reasons.join(" or "), ` (stage ${test.stage})`]],
      ["tag", test.tag],
      ["judged at", [el("code", {}, now), ` ${date(now)}`]],
      ["made from", test.parent && this.test(test.parent)],
      ["passed by", voices.join(", ")],
      ["file", el("code", {}, this.path)],
    ];
    return el("dl", { class: "facts" }, rows.filter(([, value]) => value).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
  }

  flags() {
    const note = (flag) => {
      const { class: how, spec, description, effect } = this.file.notes[flag] ?? {};
      return el("p", { class: "flag" }, el("b", {}, flag), how && el("span", { class: "tag" }, how), ` ${description ?? ""}`,
        el("small", {}, effect && ` Got wrong: ${effect}.`, spec && ` Source: ${spec}.`));
    };
    return el("section", { "aria-label": "Flags" }, this.entry.test.flags.map(note));
  }

  section(title, member) {
    const value = this.entry.test[member];
    return value !== undefined && el("section", {}, el("h3", {}, title), this.value(value, `/${member}`));
  }

  policies() {
    const by = this.entry.test.expected_by_policy;
    return by && el("section", {}, el("h3", {}, "Expected, by policy"), this.value(by, "/expected_by_policy"));
  }

  /** Members that this page does not know by name, such as those under `x_`. */
  extra() {
    const known = new Set(IN_HEAD);
    const others = Object.entries(this.entry.test).filter(([name]) => !known.has(name));
    return others.length > 0 && el("section", {}, el("h3", {}, "Beyond the format"), this.value(Object.fromEntries(others), ""));
  }

  raw() {
    const pre = el("pre", { tabindex: 0 });
    const draw = () => pre.firstChild ?? pre.append(visible(JSON.stringify(this.entry.test, null, 2), Infinity));
    return el("details", { class: "more", ontoggle: draw }, el("summary", {}, "The test as JSON"), pre);
  }

  test(id) {
    return el("a", { href: this.link(id) }, id);
  }

  /** A value of the test at its place, a JSON pointer. */
  value(value, at, name = "") {
    if (typeof value === "string") return TESTS.includes(name) ? this.test(value) : [long(value), this.decoded(at)];
    if (typeof value === "number" && TIMES.includes(name)) return [el("code", {}, value), el("small", {}, ` ${date(value)}`)];
    if (value === null || typeof value !== "object") return el("code", {}, String(value));
    if (Array.isArray(value)) return this.list(value, at);
    if (Object.keys(value).length === 0) return el("small", {}, "empty");
    const step = (key) => `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return el("dl", { class: "members" }, ordered(value).map(([key, member]) => [el("dt", {}, key), el("dd", {}, this.value(member, step(key), key))]));
  }

  list(items, at) {
    if (items.length === 0) return el("small", {}, "empty");
    const simple = (item) => item === null || typeof item !== "object";
    if (items.every(simple)) return long(items.join(", "));
    const row = (item, place) => el("li", {}, Array.isArray(item) && item.every(simple) ? long(JSON.stringify(item)) : this.value(item, `${at}/${place}`));
    const list = el("ol", { class: "items", start: 0 }, items.slice(0, MOST_ITEMS).map(row));
    if (items.length > MOST_ITEMS) {
      const rest = () => {
        more.remove();
        list.append(...items.slice(MOST_ITEMS).map((item, place) => row(item, MOST_ITEMS + place)));
      };
      const more = el("li", {}, el("button", { type: "button", onclick: rest }, `show ${count(items.length - MOST_ITEMS, "more item")}`));
      list.append(more);
    }
    return list;
  }

  /** What is inside the bytes at a place, drawn when it is opened. */
  decoded(at) {
    const place = this.entry.decoded[at];
    if (place === undefined) return null;
    const part = this.file.parts[place];
    const body = el("div", {});
    const draw = () => body.firstChild ?? body.append(fields(part.fields ?? []));
    const title = [el("b", {}, part.name), part.about && ` ${part.about}`];
    if (!part.fields) return el("p", { class: "decoded" }, title, part.value && [" ", long(part.value)]);
    const details = el("details", { class: "decoded", ontoggle: draw }, el("summary", {}, title), body);
    if (this.open) {
      draw();
      details.open = true;
    }
    return details;
  }
}

/** Fields of a structure, and the fields inside them. */
function fields(list) {
  const line = ({ name, value, about, fields: inside }) => el("li", {}, name && el("b", {}, name), value && [" ", long(value)], about && el("small", {}, ` ${about}`), inside && fields(inside));
  return el("ul", { class: "fields" }, list.map(line));
}
