// The search page: asks the index as one types, and shows what it finds. What is
// asked stands in the page's address, so that a search can be linked and
// the way back works.
import { Index } from "./searchindex.js";
import { words } from "./words.js";

const page = 8; // results shown at once; each may cost a small file
const mostRead = 24; // pages read to find a phrase in
const form = document.querySelector("[data-search]");
const text = form.dataset;
const field = form.elements.q;
const filters = form.querySelector(".filters");
const year = form.elements.year;
const status = document.getElementById("d-status");
const list = document.getElementById("d-results");
const more = document.getElementById("d-more");
const root = new URL(text.root, location.href);
const index = Index.fetching(new URL("./", location.href).href);
const kinds = ["article", "person", "place", "organisation", "other", "page"];

const wanted = new URL(location.href).searchParams;
let run = 0; // of the search that is shown

// parse reads what was asked: words, of which the last may be only begun, and
// phrases in quotation marks.
function parse(q) {
  const asked = [];
  const phrases = [];
  const quoted = q.replace(/["“”„«»]([^"“”„«»]+)["“”„«»]/g, (_, inside) => {
    const list = words(inside).map(([w]) => w);
    if (list.length > 1) phrases.push(list);
    for (const word of list) asked.push({ word, beginning: false });
    return " ";
  });
  const loose = words(quoted);
  loose.forEach(([word, , end], i) => asked.push({ word, beginning: i === loose.length - 1 && end === quoted.length && word.length > 1 }));
  return { asked, phrases };
}

function keeper(there) {
  const kind = form.elements.kind?.value ?? "";
  const wanted = year?.value ?? "";
  if (kind === "" && wanted === "") return null;
  const from = there.kinds.slice(0, Number(kind)).reduce((a, b) => a + b, 0);
  const i = there.years.findIndex(([y]) => String(y) === wanted);
  const [lo, hi] = i < 0 ? [0, Infinity] : [there.years[i][1], there.years[i + 1]?.[1] ?? there.documents];
  return (doc) => (kind === "" || (doc >= from && doc < from + there.kinds[kind])) && doc >= lo && doc < hi;
}

const say = (words) => (status.textContent = words);

async function search() {
  const mine = ++run;
  const q = field.value;
  const { asked, phrases } = parse(q);
  if (filters.dataset.filled) remember(q);
  if (asked.length === 0) {
    list.replaceChildren();
    more.hidden = true;
    filters.hidden = true;
    return say("");
  }
  try {
    if (list.childElementCount === 0) say(text.waiting);
    const there = await index.open();
    if (!filters.dataset.filled) {
      offer(there);
      remember(q);
    }
    let { hits, total, missing, everywhere } = await index.find(asked, keeper(there));
    if (mine !== run) return;
    const passages = new Map();
    if (phrases.length > 0) {
      hits = await holding(hits, phrases, passages, () => mine === run);
      total = hits.length;
      if (mine !== run) return;
    }
    filters.hidden = total === 0 && !keeper(there);
    const found = everywhere ? text.everywhere : total === 0 ? text.none : (total === 1 ? text.single : text.many).replace("#", total.toLocaleString(document.documentElement.lang));
    const ask = asked.map((a) => a.word);
    await show(hits, 0, { ask, asked, passages, mine });
    if (mine !== run) return;
    say(missing.length > 0 ? `${found} (${missing.map((w) => `“${w}”`).join(", ")})` : found);
    let whole = phrases.length > 0 || total === hits.length; // of one word, the first part of its list was enough so far
    more.onclick = async () => {
      const n = list.childElementCount;
      try {
        if (!whole) {
          const shown = hits.slice(0, n);
          const known = new Set(shown.map((h) => h.doc));
          const all = await index.find(asked, () => true);
          hits = shown.concat(all.hits.filter((h) => !known.has(h.doc)));
          whole = true;
        }
        await show(hits, n, { ask, asked, passages, mine });
        list.children[n]?.querySelector("a").focus();
      } catch (err) {
        if (mine !== run) return;
        console.error(err);
        say(text.failed);
      }
    };
    later(() => mine === run && explain(asked, passages, mine));
  } catch (err) {
    if (mine !== run) return;
    console.error(err);
    list.replaceChildren();
    say(text.failed);
  }
}

function remember(q) {
  const at = new URL(location.href);
  at.search = "";
  if (q.trim() !== "") at.searchParams.set("q", q);
  for (const name of ["kind", "year"]) if (form.elements[name]?.value) at.searchParams.set(name, form.elements[name].value);
  history.replaceState(null, "", at);
}

// offer fills the filters, and chooses what the address says.
function offer(there) {
  filters.dataset.filled = "yes";
  there.kinds.forEach((n, i) => {
    const choice = filters.querySelector(`[name="kind"][value="${i}"]`)?.closest("label");
    if (choice) choice.hidden = n === 0;
  });
  for (const [y] of Array.from(there.years).reverse()) {
    if (y !== 0) year.append(new Option(String(y), String(y)));
  }
  year.closest("label").hidden = year.options.length < 3;
  year.value = wanted.get("year") ?? "";
  const kind = form.querySelector(`[name="kind"][value="${CSS.escape(wanted.get("kind") ?? "")}"]`);
  if (kind) kind.checked = true;
}

async function show(hits, from, at) {
  const docs = await Promise.all(hits.slice(from, from + page).map((h) => index.document(h.doc)));
  if (at.mine !== run || (from > 0 && from !== list.childElementCount)) return; // somebody was faster
  const rows = docs.map((d) => row(d, at));
  if (from === 0) list.replaceChildren(...rows);
  else list.append(...rows);
  more.hidden = hits.length <= from + page;
}

function row(d, { asked, passages }) {
  const li = document.createElement("li");
  li.className = `result ${kinds[d.kind]}`;
  li.dataset.url = d.url;
  const head = document.createElement("p");
  head.className = "result-title";
  const a = document.createElement("a");
  a.href = new URL(d.url, root).href;
  mark(a, d.title, asked);
  head.append(a);
  const meta = document.createElement("p");
  meta.className = "row-meta";
  meta.textContent = [text[kinds[d.kind]], d.when].filter(Boolean).join(" · ");
  const about = document.createElement("p");
  about.className = "result-about";
  mark(about, passages.get(d.url) ?? d.about, asked);
  li.append(head, meta, about);
  return li;
}

const hit = (w, { word, beginning }) => w === word || (w.startsWith(word) && (beginning || w.length - word.length <= 3));

// mark writes words into an element, those that were asked for marked.
function mark(into, s, asked) {
  into.replaceChildren();
  let at = 0;
  for (const [w, from, to] of words(s)) {
    if (from < at || !asked.some((a) => hit(w, a))) continue;
    const m = document.createElement("mark");
    m.textContent = s.slice(from, to);
    into.append(s.slice(at, from), m);
    at = to;
  }
  into.append(s.slice(at));
}

// texts of pages that were read, by address.
const read = new Map();
function paragraphs(url) {
  if (!read.has(url)) {
    read.set(
      url,
      fetch(new URL(url, root))
        .then((r) => (r.ok ? r.text() : ""))
        .then((html) => {
          const page = new DOMParser().parseFromString(html, "text/html");
          const scope = page.querySelector("#text") ?? page.querySelector("main");
          return Array.from(scope?.querySelectorAll("p, li, h2, h3, h4, td, dd, figcaption, blockquote") ?? [], (e) => e.textContent.replace(/\s+/g, " ").trim()).filter(Boolean);
        })
        .catch(() => []),
    );
  }
  return read.get(url);
}

// holding returns those of the best hits whose pages hold every phrase, and notes the
// passages that do.
async function holding(hits, phrases, passages, go) {
  const out = [];
  for (let i = 0; i < Math.min(hits.length, mostRead) && out.length < page && go(); i += 4) {
    const some = await Promise.all(
      hits.slice(i, i + 4).map(async (h) => {
        const d = await index.document(h.doc);
        const paras = [d.title, ...(await paragraphs(d.url))];
        const where = phrases.map((p) => paras.find((s) => holds(s, p)));
        if (!where.every((s) => s !== undefined)) return null;
        if (where[0] !== d.title) passages.set(d.url, around(where[0], phrases[0]));
        return h;
      }),
    );
    out.push(...some.filter(Boolean));
  }
  return out;
}

const place = (s, phrase) => {
  const list = words(s);
  for (let i = 0; i + phrase.length <= list.length; i++) if (phrase.every((w, k) => list[i + k][0] === w)) return list[i];
  return undefined;
};
const holds = (s, phrase) => place(s, phrase) !== undefined;

// around cuts a passage around the words that were asked for.
function around(s, phrase) {
  const at = place(s, phrase)?.[1] ?? 0;
  const before = 70;
  const most = 190;
  let from = at <= before ? 0 : s.indexOf(" ", at - before) + 1;
  if (s.length - from < most) from = Math.max(0, s.length - most);
  if (from > 0) from = s.indexOf(" ", from) + 1 || from;
  let to = from + most >= s.length ? s.length : s.lastIndexOf(" ", from + most);
  if (to <= from) to = Math.min(s.length, from + most);
  return (from > 0 ? "… " : "") + s.slice(from, to) + (to < s.length ? " …" : "");
}

// explain shows, for the first results whose lines say nothing of what was asked,
// the passage that does. The page that is read for it is at hand when its link
// is followed.
async function explain(asked, passages, mine) {
  if (navigator.connection?.saveData) return;
  let left = 3;
  for (const li of list.children) {
    if (left === 0 || mine !== run) return;
    if (li.querySelector("mark")) continue;
    left--;
    for (const s of await paragraphs(li.dataset.url)) {
      const found = words(s).find(([w]) => asked.some((a) => hit(w, a)));
      if (found && mine === run) {
        mark(li.querySelector(".result-about"), around(s, [found[0]]), asked);
        break;
      }
    }
  }
}

const later = (f) => setTimeout(() => (globalThis.requestIdleCallback ?? setTimeout)(f), 500);

let timer = 0;
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, 20);
});
form.addEventListener("change", (e) => e.target !== field && search());
form.addEventListener("submit", (e) => {
  e.preventDefault();
  clearTimeout(timer);
  search();
});
form.hidden = false;
field.value = wanted.get("q") ?? "";
if (field.value) search();
else field.focus({ preventScroll: true });
index.open().catch(() => {}); // what every query needs is at hand when the first comes
