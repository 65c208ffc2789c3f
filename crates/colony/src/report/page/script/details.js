// Everything about one record: rules at stake, leaves before and after, the event's JSON, other records of the same event.

/** The details of the row at a place; `jump` goes to another row. */
function details(story, place, jump) {
  const row = story.rows[place];
  const { scene } = story;
  const who = row.lane === undefined ? "" : scene.lanes[row.lane].name;
  const to = row.to === undefined ? "" : ` → ${scene.lanes[row.to].name}`;
  const breaks = story.broken.get(place) ?? [];
  const rules = atStake(story, row, breaks);
  return el("div", {},
    el("p", { class: "where" }, `record ${row.entry} · ${clock(row.at)} · ${KINDS[row.kind]}`),
    el("h2", {}, who + to || "script"),
    el("p", { class: "told" }, row.text),
    breaks.map((violation) => el("p", { class: "break" }, el("b", {}, `✗ ${violation.invariant}`), " ", violation.text, el("small", { class: "demand" }, `It demands: ${violation.demands}`))),
    rules.length > 0 && el("section", {}, el("h3", {}, "Rules at stake"), rules.map((id) => ruleText(scene, id))),
    row.change && leaves(story, row),
    (row.ids ?? []).length > 0 && sameEvent(story, place, jump),
    (row.ids ?? []).filter((id) => scene.events[id]).slice(0, 3).map((id) => eventJson(scene, id)),
    row.said && el("section", {}, el("h3", {}, "The record"), json(row.said)));
}

/** Rules of what breaks here and of the record; for an event on its way, those of what devices did with it. */
function atStake(story, row, breaks) {
  const about = row.kind === "event" ? story.rows.filter((other) => other.rules && sharesEvent(other, row)) : [row];
  return [...new Set([...breaks.flatMap((violation) => violation.rules), ...about.flatMap((record) => record.rules ?? [])])];
}

function ruleText(scene, id) {
  const rule = scene.rules[id];
  if (!rule) return el("p", { class: "rule" }, el("b", {}, id));
  return el("p", { class: "rule" }, el("b", {}, id), ` ${LEVELS[rule.level] ?? rule.level} `, rule.text, el("small", {}, ` ${rule.source}`));
}

const LEVELS = { M: "MUST", S: "SHOULD", O: "MAY", def: "definition", N: "idea", P: "proposal", I: "implementation", gap: "open" };

/** The leaves of the ratchet tree before and after, side by side. */
function leaves(story, row) {
  const group = story.scene.groups[row.change.group];
  const [then, now] = [group.states[row.change.before], group.states[row.change.after]];
  const of = (state) => new Map((state?.leaves ?? []).map((place) => [group.leaves[place].index, group.leaves[place]]));
  const [left, right] = [of(then), of(now)];
  const indexes = [...new Set([...left.keys(), ...right.keys()])].sort((a, b) => a - b);
  const cell = (leaf, other, renewed) => {
    if (!leaf) return el("td", { class: "none" }, "–");
    const dead = leaf.phantom ? "phantom" : leaf.gone !== null && leaf.gone < row.entry ? "its installation is gone" : "";
    const same = other && other.key === leaf.key;
    return el("td", { class: [dead && "phantom", !same && "changed"].filter(Boolean).join(" ") },
      leaf.owner ?? `nobody known (${leaf.account})`, renewed && !same && other?.owner === leaf.owner && " (new key)", dead && el("span", { class: "mark" }, ` ☠ ${dead}`));
  };
  const line = (index) => el("tr", {}, el("th", { scope: "row" }, index),
    cell(left.get(index), right.get(index), false), cell(right.get(index), left.get(index), true));
  const head = (state) => (state ? `epoch ${state.epoch}` : "not in the group");
  const note = row.kind === "commit" && !now ? "This device did not reach the epoch of this commit next." : "";
  return el("section", {}, el("h3", {}, `Leaves of ${group.label}, before and after`),
    el("table", { class: "leaves" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "leaf"), el("th", { scope: "col" }, head(then)), el("th", { scope: "col" }, head(now)))),
      el("tbody", {}, indexes.map(line))),
    now && el("p", { class: "hash" }, `tree ${then?.tree ?? "–"} → ${now.tree}`),
    note && el("p", {}, note),
    indexes.some((index) => left.get(index)?.phantom || right.get(index)?.phantom)
      && el("p", { class: "note" }, "☠ phantom: in the tree to the end of the run, and nobody can act on it."));
}

/** Other records of the same events, the nearest first few. */
function sameEvent(story, place, jump) {
  const row = story.rows[place];
  const others = [];
  story.rows.forEach((other, index) => {
    if (index !== place && sharesEvent(other, row)) others.push(index);
  });
  if (!others.length) return null;
  const link = (index) => {
    const other = story.rows[index];
    const who = other.lane === undefined ? "" : story.scene.lanes[other.lane].name;
    return el("li", {}, el("button", { type: "button", class: "link", onclick: () => jump(index) }, clock(other.at), " ", who, " ", visible(other.text, 120)));
  };
  const near = others.sort((a, b) => Math.abs(a - place) - Math.abs(b - place)).slice(0, 12).sort((a, b) => a - b);
  const more = others.length > near.length ? ` (the nearest ${near.length} of ${others.length})` : "";
  return el("section", {}, el("h3", {}, `Same event elsewhere${more}`), el("ul", { class: "same" }, near.map(link)));
}

function eventJson(scene, id) {
  return el("section", {}, el("h3", {}, `Event ${scene.ids[id].slice(0, 8)}`), json(scene.events[id]));
}

/** JSON, long texts shortened. */
function json(value) {
  const shorten = (_, value) => (typeof value === "string" && value.length > 600 ? `${value.slice(0, 600)}… (${count(value.length, "character")})` : value);
  const text = JSON.stringify(value, shorten, 2).split("\n").map((line) => visible(line)).join("\n");
  const element = el("pre", { tabindex: 0 });
  element.textContent = text.length > 40000 ? `${text.slice(0, 40000)}\n… (shortened here)` : text;
  return element;
}
