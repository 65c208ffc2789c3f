// Pages that are whole without a script get a filter by words from it: every element of class `item` is one thing that is shown or not.

/** What the address says behind `#`: an id, and `name=value` parts. */
function address() {
  const parts = location.hash.slice(1).split("&").filter((part) => part !== "");
  const found = { id: "", values: {} };
  for (const part of parts) {
    const [name, ...value] = part.split("=");
    if (value.length === 0) found.id = plain(name);
    else found.values[name] = plain(value.join("="));
  }
  return found;
}

/** Text out of an address; as it stands if it is not well-formed. */
function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The same the other way round. */
function hashOf(id, values) {
  const parts = Object.entries(values).filter(([, value]) => value !== "").map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return "#" + (id === "" ? parts : [encodeURIComponent(id), ...parts]).join("&");
}

/** The words of a search, in lower case. */
function wordsOf(text) {
  return text.toLowerCase().split(/\s+/).filter((word) => word !== "");
}

class ItemFilter {
  constructor(element) {
    this.items = [...document.querySelectorAll(".item")].map((item) => ({ item, text: item.textContent.toLowerCase() }));
    this.one = element.dataset.filter;
    this.input = el("input", { type: "search", id: "words", autocomplete: "off", oninput: () => this.typed() });
    this.status = el("span", { class: "status", role: "status" });
    element.append(el("label", { for: "words" }, element.dataset.label), this.input, this.status);
    addEventListener("hashchange", () => this.follow());
    this.follow();
  }

  typed() {
    history.replaceState(null, "", hashOf("", { words: this.input.value }));
    this.show();
  }

  /** What the address asks for; an element that it names is never hidden. */
  follow() {
    this.input.value = address().values.words ?? "";
    this.show();
    document.getElementById(address().id)?.scrollIntoView();
  }

  show() {
    const words = wordsOf(this.input.value);
    let shown = 0;
    for (const { item, text } of this.items) {
      item.hidden = !words.every((word) => text.includes(word));
      shown += item.hidden ? 0 : 1;
    }
    this.status.textContent = `${shown.toLocaleString("en")} of ${count(this.items.length, this.one)}`;
  }

  key(key) {
    if (key !== "/") return false;
    this.input.focus();
    return true;
  }
}
