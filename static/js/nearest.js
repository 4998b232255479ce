// What an address that leads nowhere may have meant: its words are looked up in
// the index of the search, a letter wrong or missing forgiven.
import { Index } from "./searchindex.js";
import { words } from "./words.js";

const box = document.querySelector("[data-nearest]");
const most = 5; // addresses shown
const read = 18; // documents whose addresses are compared

// wordsOf returns the words of an address below the site's root, the last part
// counting most: what other programs put before it are dates and sections.
function wordsOf(path) {
  const parts = path.split("/").filter(Boolean);
  const last = (parts.at(-1) ?? "").replace(/^index\.\w+$/, "") || (parts.at(-2) ?? "");
  return words(last.replace(/\.\w{2,5}$/, "").replace(/[-_+]/g, " ")).map(([w]) => w).slice(0, 12);
}

// likeness of two texts, from 0 to 1: by the pairs of letters that both have (Dice).
function likeness(a, b) {
  const pairs = (s) => {
    const m = new Map();
    for (let i = 0; i + 1 < s.length; i++) m.set(s.slice(i, i + 2), (m.get(s.slice(i, i + 2)) ?? 0) + 1);
    return m;
  };
  const x = pairs(a);
  let shared = 0;
  for (const [p, n] of pairs(b)) shared += Math.min(n, x.get(p) ?? 0);
  return (2 * shared) / Math.max(1, a.length + b.length - 2);
}

async function nearest() {
  const root = new URL(box.dataset.root, location.href);
  const asked = wordsOf(decodeURI(location.pathname).slice(root.pathname.length));
  if (asked.length === 0) return;
  const index = Index.fetching(new URL(box.dataset.nearest, location.href).href);
  const scores = new Map();
  for (const word of await index.near(asked)) {
    const { hits } = await index.find([{ word, beginning: false }], null);
    for (const { doc, score } of hits) scores.set(doc, (scores.get(doc) ?? 0) + score);
  }
  const best = [...scores].sort((a, b) => b[1] - a[1] || b[0] - a[0]).slice(0, read);
  const path = asked.join("-");
  const found = await Promise.all(best.map(async ([doc]) => {
    const d = await index.document(doc);
    return { ...d, like: likeness(path, wordsOf(d.url).join("-")) };
  }));
  found.sort((a, b) => b.like - a.like);
  for (const d of found.slice(0, most)) {
    const link = document.createElement("a");
    link.href = new URL(d.url, root).href;
    link.textContent = d.title;
    const item = document.createElement("li");
    item.append(link, d.when ? ` ${d.when}` : "");
    box.querySelector("ul").append(item);
  }
  box.hidden = found.length === 0;
}

nearest().catch(() => {}); // the page leads on without it
