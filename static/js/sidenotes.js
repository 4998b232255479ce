// Footnotes stand beside the text they belong to, where the screen has room:
// the notes themselves are moved, so that links, ids and their order for a
// screen reader stay. Without script, on paper and on narrow screens they are
// at the end. It reports whether there are any.
export function besideText(page, query) {
  const text = page.querySelector("#text");
  const notes = [...text.querySelectorAll(".footnotes > ol > li")].map((note) => ({
    note, at: document.getElementById(note.id.replace("fn-", "fnref-")),
  })).filter(({ at }) => at);
  if (!notes.length) return false;
  const wide = matchMedia(query);
  const gap = 14; // between two notes, in pixels

  const place = () => {
    page.classList.toggle("beside", wide.matches);
    text.style.minHeight = "";
    if (!wide.matches) {
      for (const { note } of notes) note.style.top = "";
      return;
    }
    const top = text.getBoundingClientRect().top;
    const wanted = notes.map(({ at }) => at.getBoundingClientRect().top - top);
    const heights = notes.map(({ note }) => note.offsetHeight);
    let free = 0;
    notes.forEach(({ note }, i) => {
      const y = Math.max(wanted[i], free);
      note.style.top = `${y}px`;
      free = y + heights[i] + gap;
    });
    if (free > text.offsetHeight) text.style.minHeight = `${free}px`;
  };
  place();
  new ResizeObserver(place).observe(text.querySelector("article"));
  wide.addEventListener("change", place);

  // A note and its number in the text light each other up.
  for (const { note, at } of notes) {
    for (const [one, other] of [[note, at], [at, note]]) {
      for (const [type, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
        one.addEventListener(type, () => other.classList.toggle("lit", on));
      }
    }
  }
  return true;
}
