// One run: which rows there are, which are shown, and where each device was at any moment.

/** More events on their way than this are folded at first. */
const MANY_EVENTS = 1500;

/** Invariants that are seen to be broken long after devices parted. */
const PARTED = ["converges-when-quiet", "same-epoch-same-state"];

class Story {
  constructor(scene) {
    this.scene = scene;
    this.rows = scene.rows;
    this.group = 0;
    this.unfolded = new Set();
    this.violations = this.placeViolations();
    this.filter = this.firstFilter();
    this.lives = this.trackLives();
    this.follow(this.firstGroup());
    this.choose();
  }

  /** Each break with the row that shows it; such rows are never left out. */
  placeViolations() {
    const found = [];
    for (const invariant of this.scene.invariants) {
      for (const violation of invariant.violations) {
        found.push({ ...violation, invariant: invariant.name, rules: invariant.rules, demands: invariant.sentence, row: this.rowOf(violation.entry) });
      }
    }
    this.broken = new Map();
    for (const violation of found) {
      this.broken.set(violation.row, [...(this.broken.get(violation.row) ?? []), violation]);
    }
    return found;
  }

  /** Broken invariants: causes first, then what follows from them. */
  brokenInvariants() {
    const broken = this.scene.invariants.filter((invariant) => invariant.violations.length > 0);
    return broken.sort((a, b) => a.follows - b.follows || a.violations[0].entry - b.violations[0].entry);
  }

  /** Place of the last row not after an entry. */
  rowOf(entry) {
    return Math.max(0, before(this.rows, entry + 1, (row) => row.entry));
  }

  firstFilter() {
    const kinds = new Set(Object.keys(KINDS));
    ["done", "chatter", "link"].forEach((kind) => kinds.delete(kind));
    if (this.rows.filter((row) => row.kind === "event").length > MANY_EVENTS) kinds.delete("event");
    return { kinds, lanes: null, invariant: "", words: "" };
  }

  /** When each device came, went, and was on- or offline. */
  trackLives() {
    const lives = this.scene.lanes.map(() => []);
    const words = { installed: () => "on", wiped: () => "gone", network: (said) => (said.online ? "on" : "off") };
    for (const row of this.rows) {
      const word = row.kind === "life" && words[row.said.note];
      if (word) lives[row.lane].push({ entry: row.entry, state: word(row.said) });
    }
    return lives;
  }

  /** The group to begin with: one that splits for good, else the one in which the first invariant broke. */
  firstGroup() {
    const groups = this.scene.groups;
    const splits = groups.findIndex((_, place) => {
      this.follow(place);
      return this.forks().some((fork) => fork.lasts);
    });
    if (splits >= 0) return splits;
    const broken = this.brokenInvariants()[0];
    const label = broken && this.rows[this.rowOf(broken.violations[0].entry)].said?.group;
    return Math.max(0, groups.findIndex((group) => group.label === label));
  }

  /** Chooses the group whose epochs are shown. */
  follow(group) {
    this.group = group;
    const known = this.scene.groups[group];
    this.tracks = this.scene.lanes.map((_, lane) => (known ? known.track.filter((step) => step.lane === lane) : []));
    this.many = new Map();
    for (const state of known?.states ?? []) {
      this.many.set(state.epoch, Math.max(this.many.get(state.epoch) ?? 0, state.branch));
    }
  }

  /** The state of a lane just after an entry. */
  stateAt(lane, entry) {
    const steps = this.tracks[lane];
    const place = before(steps, entry + 1, (step) => step.entry);
    return place < 0 ? null : steps[place].state;
  }

  lifeAt(lane, entry) {
    const steps = this.lives[lane];
    const place = before(steps, entry + 1, (step) => step.entry);
    return place < 0 ? "gone" : steps[place].state;
  }

  /** `2`, or `2a` and `2b` where an epoch has several states. */
  label(state) {
    const { epoch, branch } = this.scene.groups[this.group].states[state];
    return this.many.get(epoch) > 0 ? epoch + String.fromCharCode(97 + Math.min(branch, 25)) : String(epoch);
  }

  /** Times at which devices were in another state than the branch that counts: from which epoch to which, who, and whether it lasts. */
  forks() {
    const states = this.scene.groups[this.group]?.states ?? [];
    const found = new Map();
    for (const [lane, steps] of this.tracks.entries()) {
      for (const away of runs(steps, (step) => step.state !== null && states[step.state].branch > 0)) {
        const [first, last] = [states[away[0].state].epoch, states[away.at(-1).state].epoch];
        const lasts = away.at(-1) === steps.at(-1);
        const key = `${first}-${last}-${lasts}`;
        const fork = found.get(key) ?? { first, last, lasts, lanes: [], row: Infinity };
        fork.lanes.push(this.scene.lanes[lane].name);
        fork.row = Math.min(fork.row, this.rowOf(away[0].entry));
        found.set(key, fork);
      }
    }
    return [...found.values()].sort((a, b) => b.lasts - a.lasts || a.row - b.row);
  }

  /** Where to begin: where devices part for good, else where the first invariant broke. */
  beginning() {
    const places = [...this.forks().filter((fork) => fork.lasts).map((fork) => fork.row)];
    const broken = this.brokenInvariants()[0];
    if (broken) places.push(this.rowOf(broken.violations[0].entry));
    return places.length ? Math.min(...places) : this.shown[0];
  }

  /** The row to which an invariant's break is led back: where devices parted for good, if it is about that, else the break itself. */
  cameFrom(invariant) {
    const parted = PARTED.includes(invariant.name) && this.forks().find((fork) => fork.lasts);
    return parted ? parted.row : this.rowOf(invariant.violations[0].entry);
  }

  /** Entries that tell how an invariant broke. */
  evidence(invariant) {
    return new Set(this.violations.filter((violation) => violation.invariant === invariant).flatMap((violation) => violation.story));
  }

  /** Makes the list of rows that are shown; what breaks an invariant always is. */
  choose() {
    const { kinds, lanes, invariant, words } = this.filter;
    const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const evident = invariant ? this.evidence(invariant) : null;
    const names = this.scene.lanes.map((lane) => lane.name.toLowerCase());
    const says = (row) => {
      const text = `${names[row.lane] ?? ""} ${names[row.to] ?? ""} ${row.text} ${KINDS[row.kind]} ${(row.rules ?? []).join(" ")}`.toLowerCase();
      const ids = () => (row.ids ?? []).some((id) => wanted.length === 1 && this.scene.ids[id].startsWith(wanted[0]));
      return wanted.every((word) => text.includes(word)) || ids();
    };
    const met = (row) => !lanes || row.lane === undefined || lanes.has(row.lane) || lanes.has(row.to);
    this.shown = [];
    this.folded = new Map();
    this.rows.forEach((row, place) => {
      const breaks = (this.broken.get(place) ?? []).some((violation) => !invariant || violation.invariant === invariant);
      const chosen = (evident ? evident.has(row.entry) : kinds.has(row.kind)) && met(row) && (!wanted.length || says(row));
      if (chosen || (breaks && !wanted.length) || this.unfolded.has(place)) this.shown.push(place);
      else this.folded.set(row.kind, (this.folded.get(row.kind) ?? 0) + 1);
    });
  }

  /** Kinds of the rows folded away before a shown one. */
  foldedBefore(index) {
    const from = index === 0 ? 0 : this.shown[index - 1] + 1;
    return this.rows.slice(from, this.shown[index]);
  }

  unfold(index) {
    const from = index === 0 ? 0 : this.shown[index - 1] + 1;
    for (let place = from; place < this.shown[index]; place++) this.unfolded.add(place);
    this.choose();
  }
}

/** Place of the last of the sorted `list` whose key is below `limit`; -1 if there is none. */
function before(list, limit, key) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(list[middle]) < limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Stretches of a list in which every entry passes the test. */
function runs(list, test) {
  const found = [];
  let open = false;
  for (const entry of list) {
    if (test(entry) && open) found.at(-1).push(entry);
    else if (test(entry)) found.push([entry]);
    open = test(entry);
  }
  return found;
}

/** `3 events, 12 REQ, …`: how many of each kind. */
function tally(counts) {
  const most = [...counts].sort((a, b) => b[1] - a[1]);
  return most.map(([kind, n]) => `${n.toLocaleString("en")} × ${KINDS[kind]}`).join(", ");
}
