// Stepping through the mentions of one entity: with the bar's buttons, with the
// arrow keys, or with n and p; Esc ends it.
export function stepThrough(bar) {
  const name = bar.querySelector(".stepper-name");
  let mentions = [];
  let at = 0;
  let opener = null;

  const mark = () => {
    mentions.forEach((m, i) => m.classList.toggle("here", i === at));
    const m = mentions[at];
    m.scrollIntoView({ block: "center" });
    name.textContent = `${bar.dataset.name} ${at + 1} / ${mentions.length}`;
  };
  const stop = () => {
    mentions.forEach((m) => m.classList.remove("shown", "here"));
    document.querySelectorAll('.card-here[aria-pressed="true"]').forEach((b) => b.setAttribute("aria-pressed", "false"));
    mentions = [];
    bar.hidden = true;
    opener?.focus({ preventScroll: true });
    opener = null;
  };
  const step = (by) => {
    at = (at + by + mentions.length) % mentions.length;
    mark();
  };
  const show = (id, title, from) => {
    const again = mentions.length > 0 && bar.dataset.of === id;
    if (mentions.length) stop();
    if (again) return;
    mentions = [...document.querySelectorAll(`#text [data-e="${CSS.escape(id)}"]`)];
    if (!mentions.length) mentions = [...document.querySelectorAll(`main [data-e="${CSS.escape(id)}"]`)];
    if (!mentions.length) return;
    mentions.forEach((m) => m.classList.add("shown"));
    document.querySelector(`.card-here[data-show="${CSS.escape(id)}"]`)?.setAttribute("aria-pressed", "true");
    Object.assign(bar.dataset, { name: title, of: id });
    opener = from;
    at = 0;
    bar.hidden = false;
    mark();
  };

  bar.addEventListener("click", (e) => {
    const by = e.target.closest("[data-step]")?.dataset.step;
    if (by === undefined) return;
    if (by === "0") stop();
    else step(Number(by));
  });
  document.addEventListener("keydown", (e) => {
    if (bar.hidden || e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.("input, textarea, select")) return;
    const by = { n: 1, ArrowRight: 1, ArrowDown: 1, p: -1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    if (by) step(by);
    else if (e.key === "Escape") stop();
    else return;
    e.preventDefault();
  });
  document.querySelectorAll(".card-here").forEach((b) => {
    b.hidden = false;
    b.setAttribute("aria-pressed", "false");
    const title = b.closest(".card").querySelector(".card-name").textContent;
    b.setAttribute("aria-label", `${b.textContent} – ${title}: ${document.querySelector("#d-card").dataset.show}`);
    b.addEventListener("click", () => show(b.dataset.show, title, b));
  });
  return show;
}
