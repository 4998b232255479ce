// Folded parts that stand open where the screen is wide. The style sheet shows
// them there by itself; this makes the fact known to assistive technology.
export function unfold(folds, query) {
  const wide = matchMedia(query);
  const set = () => folds.forEach((fold) => (fold.open = wide.matches));
  set();
  wide.addEventListener("change", set);
  folds.forEach((fold) =>
    fold.firstElementChild.addEventListener("click", (e) => wide.matches && e.preventDefault()),
  );
}
