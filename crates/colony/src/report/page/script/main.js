// What is shown is in the address: `#` all runs, `#3` a run, `#3@120` a record of it.

const data = (id) => {
  const element = document.getElementById(id);
  return element && JSON.parse(element.textContent);
};

const overview = data("overview");
const texts = data("texts");

/** A run of the page, with the texts of what it names; pages of many runs hold them compressed. */
async function loadScene(id) {
  const element = document.getElementById(id);
  if (!element) return null;
  const scene = element.type === "application/json" ? data(id) : JSON.parse(await unpack(element.textContent));
  scene.rules = texts.rules;
  scene.invariants.forEach((invariant) => Object.assign(invariant, texts.invariants[invariant.name]));
  return scene;
}

function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

let page = null;
let shownRun = null;

async function route() {
  const [run, entry] = location.hash.slice(1).split("@");
  const wanted = overview ? run : "0";
  const scene = /^\d+$/.test(wanted) ? await loadScene(`scene-${wanted}`) : null;
  if (scene) show(new RunPage(scene, overview !== null), entry === undefined ? undefined : Number(entry));
  else if (overview) show(new OverviewPage(overview), shownRun);
  shownRun = scene ? wanted : null;
}

function show(next, at) {
  page = next;
  document.title = next.element.querySelector("h1").textContent;
  document.getElementById("app").replaceChildren(next.element);
  scrollTo(0, 0);
  next.begin(at);
}

function keydown(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && closeMenus(null)) return;
  const field = event.target.closest("input, select, textarea, pre");
  if (field && event.key === "Escape") return void field.blur();
  if (field && (field.type !== "checkbox" || event.key === " ")) return;
  if (event.key === "Enter" && event.target.closest("button, a, summary")) return;
  if (event.key === "Escape" && shownRun !== null && overview && !filtering()) location.hash = "#";
  else if (!page.key(event.key)) return;
  event.preventDefault();
}

/** Closes every menu but the one around `kept`; were there any? */
function closeMenus(kept) {
  const open = [...document.querySelectorAll("details.menu[open]")].filter((menu) => !kept || !menu.contains(kept));
  open.forEach((menu) => (menu.open = false));
  return open.length > 0;
}

function filtering() {
  const { words, invariant, lanes } = page.story.filter;
  return words !== "" || invariant !== "" || lanes !== null;
}

document.body.append(svg("svg", { width: 0, height: 0, "aria-hidden": "true" }, svg("defs", {},
  svg("pattern", { id: "stripes", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 2, height: 5, fill: "#000", "fill-opacity": 0.65 })))));
addEventListener("hashchange", route);
addEventListener("keydown", keydown);
addEventListener("click", (event) => closeMenus(event.target));
addEventListener("beforeprint", () => page.print(true));
addEventListener("afterprint", () => page.print(false));
route().then(() => (document.documentElement.dataset.ready = String(Math.round(performance.now()))));
