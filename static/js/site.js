// What every page can do. First, the choice between light and dark: it runs before the page is drawn, so that
// nothing flashes; without it, or without a choice, the device decides.
(() => {
  const key = "dateline-theme";
  const root = document.documentElement;
  root.classList.add("script"); // what stands in for it need not be shown
  const order = ["auto", "light", "dark"];
  const saved = () => {
    try {
      const choice = localStorage.getItem(key);
      return order.includes(choice) ? choice : "auto";
    } catch {
      return "auto"; // storage may be forbidden
    }
  };
  const show = (choice) => {
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
    // The bar around the page has the colour of the paper that was chosen.
    for (const scheme of ["light", "dark"]) {
      const meta = document.querySelector(`meta[name="theme-color"][media*="${scheme}"], meta[data-scheme="${scheme}"]`);
      if (!meta) continue;
      meta.dataset.scheme = scheme;
      meta.media = choice === "auto" ? `(prefers-color-scheme: ${scheme})` : choice === scheme ? "all" : "not all";
    }
    const button = document.querySelector("[data-theme-toggle]");
    if (button) {
      button.hidden = false;
      button.setAttribute("aria-label", button.dataset[choice]);
      button.title = button.dataset[choice];
    }
  };
  show(saved());
  document.addEventListener("DOMContentLoaded", () => {
    show(saved());
    document.querySelector("[data-theme-toggle]")?.addEventListener("click", () => {
      const next = order[(order.indexOf(saved()) + 1) % order.length];
      try {
        localStorage.setItem(key, next);
      } catch {
        // the choice then holds for this page only
      }
      show(next);
    });
  });
  addEventListener("storage", (e) => e.key === key && show(saved()));
})();

// "/" leads to the search, from wherever nothing is being written.
addEventListener("keydown", (e) => {
  if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const to = document.querySelector("[data-search] input, .site-nav [data-search-page]");
  if (!to) return;
  e.preventDefault();
  if (to.href) location.href = to.href;
  else to.focus();
});
