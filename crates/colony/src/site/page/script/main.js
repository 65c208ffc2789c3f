// What of the page needs a script.

function begin() {
  const vectors = document.getElementById("vectors");
  if (vectors) return new VectorsPage(vectors, colony.index);
  const filter = document.querySelector("[data-filter]");
  return filter && new ItemFilter(filter);
}

const page = begin();

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const field = event.target.closest("input, select, textarea, pre");
  if (field && event.key === "Escape") return void field.blur();
  if (field && !(field.type === "search" && event.key === "ArrowDown")) return;
  if (page?.key(event.key)) event.preventDefault();
});

document.documentElement.dataset.ready = String(Math.round(performance.now()));
