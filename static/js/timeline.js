// The timeline and the text light each other up: entries of the passage on
// screen, and the sentence of the entry that is pointed at.
export function lightTimeline(timeline, sentences) {
  if (!timeline) return;
  const entries = new Map();
  for (const entry of timeline.querySelectorAll("[data-t]")) {
    const list = entries.get(entry.dataset.t) ?? [];
    list.push(entry);
    entries.set(entry.dataset.t, list);
  }
  const pieces = Map.groupBy
    ? Map.groupBy(sentences, (s) => s.dataset.t)
    : [...sentences].reduce((m, s) => m.set(s.dataset.t, [...(m.get(s.dataset.t) ?? []), s]), new Map());

  const visible = new Map(); // how many pieces of a sentence are on screen
  const watcher = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        const key = target.dataset.t;
        if (target.onScreen === isIntersecting) continue;
        target.onScreen = isIntersecting;
        const n = Math.max(0, (visible.get(key) ?? 0) + (isIntersecting ? 1 : -1));
        visible.set(key, n);
        entries.get(key)?.forEach((entry) => entry.classList.toggle("lit", n > 0));
      }
      keepInView(timeline);
    },
    { rootMargin: "-18% 0px -42% 0px" },
  );
  sentences.forEach((s) => {
    s.onScreen = false;
    watcher.observe(s);
  });

  const point = (e, on) => {
    const entry = e.target.closest?.("[data-t]");
    if (entry) pieces.get(entry.dataset.t)?.forEach((s) => s.classList.toggle("lit", on));
  };
  for (const [start, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    timeline.addEventListener(start, (e) => point(e, true));
    timeline.addEventListener(end, (e) => point(e, false));
  }
}

// keepInView scrolls the margin, never the page, to the entries that are lit.
function keepInView(timeline) {
  if (timeline.scrollHeight <= timeline.clientHeight || timeline.matches(":hover, :focus-within")) return;
  const lit = timeline.querySelector(".lit");
  if (!lit) return;
  const box = timeline.getBoundingClientRect();
  const at = lit.getBoundingClientRect();
  if (at.top < box.top || at.bottom > box.bottom) {
    timeline.scrollTop += at.top - box.top - timeline.clientHeight / 3;
  }
}
