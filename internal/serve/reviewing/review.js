// Reviewing an article: one annotation after the other is looked at and accepted,
// rejected or given another meaning, with the keyboard alone if one likes. Every
// decision is a line in the notes beside the article, written before the next is shown.
import { call, make, path } from "./call.js";
import { settle } from "./conflict.js";
import { ask } from "./search.js";
import { selectedWords } from "./selection.js";

const kept = "dateline review " + path;
const memory = { now: null, undo: [], doubtful: false, conflict: null, ...recall() };
let state = null; // what the preview says of the article
let now = null; // the item that is looked at
let busy = 0;
let lastKey = 0;
let asking = false;

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(kept)) ?? {};
  } catch {
    return {};
  }
}

function remember() {
  try {
    memory.now = now?.key ?? null;
    memory.undo = memory.undo.slice(-50);
    sessionStorage.setItem(kept, JSON.stringify(memory));
  } catch { /* storage may be off: then a fresh page begins anew */ }
}

// The bar.
const button = (key, label, title, act, extra = "") => {
  const b = make("button", { type: "button", className: `rv-button ${extra}`, title }, make("span", {}, label), make("kbd", {}, key));
  b.addEventListener("click", act);
  return b;
};
const ui = {
  live: make("p", { className: "rv-hidden", role: "status", "aria-live": "polite" }),
  count: make("span", { className: "rv-count" }),
  meter: make("progress", { className: "rv-meter", "aria-label": "Decided", max: 1, value: 0 }),
  words: make("b", { className: "rv-words" }),
  means: make("span", { className: "rv-means" }),
  why: make("p", { className: "rv-why" }),
  others: make("p", { className: "rv-others" }),
  problem: make("p", { className: "rv-problem", role: "alert", hidden: true }),
  accept: button("A", "Accept", "It means that (A)", () => accept(), "rv-yes"),
  reject: button("R", "Reject", "It does not mean that (R)", () => reject(), "rv-no"),
  other: button("E", "Other …", "It means something else (E)", () => other()),
  all: button("⇧A", "All of these", "Accept every undecided mention of this entity in the article (Shift+A)", () => acceptAll()),
  clear: button("C", "Take back", "Take the decision on this one back (C)", () => clear()),
  undo: button("U", "Undo", "Undo the last change (U)", () => undo()),
  add: button("M", "Mark the selected words", "Give the selected words a meaning (M)", () => add(), "rv-add"),
  prev: button("P", "‹", "The undecided one before (P)", () => step(-1), "rv-step"),
  next: button("N", "›", "The next undecided one (N)", () => step(1), "rv-step"),
  doubtful: button("D", "Only doubtful", "Go through those only that are held back, unsure or less than 90 % likely (D)", () => toggleDoubtful(), "rv-toggle"),
};
ui.prev.setAttribute("aria-label", "The undecided one before");
ui.next.setAttribute("aria-label", "The next undecided one");
const off = button("Esc", "Stop", "Stop reviewing (Esc)", () => show(false), "rv-quiet");
const list = make("a", { href: "/_dateline/review/", className: "rv-link" }, "All articles");
ui.unclear = make("details", { className: "rv-unclear", hidden: true });
ui.ask = make("div", { className: "rv-ask" });
ui.item = make("div", { className: "rv-item" },
  make("p", { className: "rv-what" }, ui.words, " ", ui.means), ui.why, ui.others,
  make("div", { className: "rv-row" },
    make("span", { className: "rv-group" }, ui.accept, ui.reject, ui.other, ui.all, ui.clear, ui.undo, ui.add),
    make("span", { className: "rv-group rv-steps" }, ui.prev, ui.next)));
const bar = make("section", { className: "rv-bar", "aria-label": "Review", tabIndex: -1, hidden: true },
  make("div", { className: "rv-top" }, ui.meter, ui.count, ui.doubtful, list, off), ui.problem, ui.item, ui.ask, ui.unclear);
const enter = make("button", { type: "button", className: "rv-enter", hidden: true }, "Review");
enter.addEventListener("click", () => show(true));

// What is to be decided.
const spot = (item) => document.querySelector(`[data-rv="${CSS.escape(item.key)}"]`);
const isDoubtful = (item) => item.state !== "found" || (item.kind === "mention" && item.score < 0.9);
const isOpen = (item) => item.undecided && (!memory.doubtful || isDoubtful(item));
const percent = (score) => (score ? ` · ${Math.round(score * 100)} %` : "");
const stateWords = {
  found: "undecided", held: "held back: not sure enough to be shown", unsure: "undecided: several are possible", unlinked: "a name that is nobody’s",
  author: "linked by the author", accepted: "accepted", rejected: "rejected", new: "your selection",
};

function meaning(item) {
  if (item.kind === "time") return item.words ? `${item.words} (${item.value})` : "no date known";
  if (!item.entity) return "nobody yet";
  return [item.entity.name, item.entity.type].filter(Boolean).join(", ");
}

function render() {
  const open = state.items.filter((i) => i.undecided).length;
  const total = open + state.decided;
  ui.meter.max = Math.max(total, 1);
  ui.meter.value = state.decided;
  ui.count.textContent = `${state.decided} of ${total} decided`;
  ui.doubtful.setAttribute("aria-pressed", String(memory.doubtful));
  for (const item of state.items) {
    const e = spot(item);
    if (!e) continue;
    e.dataset.state = item.state;
    e.classList.toggle("rv-open", item.undecided);
    e.classList.toggle("rv-now", item.key === now?.key);
  }
  document.querySelectorAll(".rv-now").forEach((e) => e.dataset.rv !== now?.key && e.classList.remove("rv-now"));
  const item = now;
  const decided = item?.state === "accepted" || item?.state === "rejected";
  ui.words.textContent = item ? `“${item.exact}”` : open ? "" : "Everything is decided.";
  ui.means.textContent = item ? `${item.state === "rejected" ? "does not mean" : "→"} ${meaning(item)}` : open ? "Press N for the first undecided one." : "";
  ui.why.textContent = item ? [stateWords[item.state], item.entity?.description, item.reason].filter(Boolean).join(" · ") + percent(item.score) : "Select words to mark them. Keys: N P next and previous, A accept, R reject, E other, U undo.";
  ui.others.replaceChildren(...(item?.others ?? []).flatMap((o, i) => {
    const b = button(String(i + 1), `${o.name}${o.type ? `, ${o.type}` : ""}`, o.description ?? o.id, () => retarget({ entity: o.id }), "rv-small");
    return [b, " "];
  }));
  ui.others.hidden = !item?.others?.length;
  if (item?.others?.length) ui.others.prepend("Or: ");
  const author = item?.state === "author";
  ui.accept.hidden = !item || author || item.state === "accepted" || !(item.entity || item.value);
  ui.reject.hidden = !item || author || item.state === "rejected" || item.state === "new" || item.state === "unlinked";
  ui.other.hidden = !item || author;
  ui.all.hidden = same(item).length < 2;
  ui.clear.hidden = !item || !decided || !item.notes?.length;
  ui.undo.hidden = memory.undo.length === 0;
  ui.add.hidden = !selectedWords();
  ui.prev.disabled = ui.next.disabled = open === 0;
  ui.item.hidden = asking;
  renderUnclear();
}

// Decisions whose words are gone, or cannot be told from others, are not applied.
function renderUnclear() {
  ui.unclear.hidden = asking || state.unclear.length === 0;
  const n = state.unclear.length;
  ui.unclear.replaceChildren(
    make("summary", {}, `${n} decision${n === 1 ? " is" : "s are"} not applied: the words are gone, or cannot be told from others`),
    make("ul", {}, ...state.unclear.map((u) => {
      const drop = make("button", { type: "button", className: "rv-button rv-small rv-no" }, "Delete");
      drop.setAttribute("aria-label", `Delete the decision on ${u.exact} in line ${u.line}`);
      drop.addEventListener("click", () => decide({ remove: [u.id] }, { back: now?.key ?? "none", said: "Deleted." }));
      return make("li", {}, make("span", {}, `${u.prefix}`, make("b", {}, u.exact), `${u.suffix} `, make("small", {}, `(line ${u.line} of the notes)`)), drop);
    })));
}

function say(words) {
  ui.live.textContent = words;
}

function fail(err) {
  ui.problem.textContent = err ? `Not written: ${err.message}` : "";
  ui.problem.hidden = !err;
}

function look(item, { scroll = true } = {}) {
  now = item;
  remember();
  render();
  const e = item && spot(item);
  if (e && scroll) {
    const box = e.getBoundingClientRect();
    const room = bar.getBoundingClientRect().top;
    if (box.top < 80 || box.bottom > room - 40) {
      scrollTo({ top: scrollY + box.top - Math.max(90, room * 0.4), behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
    }
  }
  if (item) say(`${item.exact}: ${item.state === "rejected" ? "does not mean " : ""}${meaning(item)}, ${stateWords[item.state]}. ${ui.count.textContent}.`);
  else say(`${ui.words.textContent} ${ui.count.textContent}.`);
}

// step goes to the next undecided one, or the one before, around the end.
function step(by, from = now) {
  const open = state.items.filter(isOpen);
  if (!open.length) return look(null);
  const at = from?.start ?? (by > 0 ? -1 : Infinity);
  const later = open.filter((i) => (by > 0 ? i.start > at : i.start < at));
  look(by > 0 ? later[0] ?? open[0] : later.at(-1) ?? open.at(-1));
}

const same = (item) => (item?.kind === "mention" && item.entity ? state.items.filter((i) => i.undecided && i.state === "found" && i.kind === "mention" && i.entity?.id === item.entity.id) : []);
const verdict = (item, status, means = {}) => ({ kind: item.kind, status, start: item.start, end: item.end, entity: "", value: "", ...means });

// decide writes a change and shows what follows: the next undecided item, or one named.
async function decide(change, { back = null, said = "", undoing = false } = {}) {
  if (busy) return;
  busy++;
  fail(null);
  const from = now;
  try {
    const { state: fresh, undo } = await call("decide", { path, article: state.article, notes: state.notes, remove: [], add: [], restore: [], ...change });
    state = fresh;
    if (!undoing && (undo.remove.length || undo.restore.length)) memory.undo.push({ ...undo, key: from?.key ?? "" });
    say(said);
    if (back) look(state.items.find((i) => i.key === back) ?? null);
    else step(1, from);
  } catch (err) {
    if (err.status === 409) {
      state = err.said.state;
      memory.conflict = { said: { ...err.said, state: undefined }, change };
      remember();
      await settleConflict();
    } else fail(err);
  } finally {
    busy--;
    remember();
    render();
  }
}

async function settleConflict() {
  const { said, change } = memory.conflict;
  const again = await settle(said);
  memory.conflict = null;
  remember();
  if (again) {
    busy = 0;
    await decide(change);
    busy++;
  }
}

function accept() {
  if (!now || ui.accept.hidden) return;
  const means = now.kind === "time" ? { value: now.value } : { entity: now.entity.id };
  decide({ add: [verdict(now, "accepted", means)] }, { said: "Accepted." });
}

function reject() {
  if (!now || ui.reject.hidden) return;
  decide({ add: [verdict(now, "rejected", now.kind === "time" ? {} : { entity: now.entity?.id ?? "" })] }, { said: "Rejected." });
}

const retarget = (means) => decide({ add: [verdict(now, "accepted", means)] }, { said: "Accepted." });

async function other() {
  if (!now || asking || now.state === "author") return;
  asking = true;
  render();
  const chosen = await ask(ui.ask, { kind: now.kind, words: now.exact, value: now.value ?? "" });
  asking = false;
  render();
  bar.focus({ preventScroll: true });
  if (chosen) retarget(now.kind === "time" ? { value: chosen.value } : { entity: chosen.id });
}

function acceptAll() {
  const all = same(now);
  if (all.length > 1) decide({ add: all.map((i) => verdict(i, "accepted", { entity: i.entity.id })) }, { said: `${all.length} accepted.` });
}

function clear() {
  if (now && !ui.clear.hidden) decide({ remove: now.notes }, { back: now.key, said: "Taken back." });
}

function undo() {
  const last = memory.undo.pop();
  if (last) decide({ remove: last.remove, restore: last.restore }, { back: last.key, said: "Undone.", undoing: true });
}

async function add() {
  const words = selectedWords();
  if (!words || asking) return;
  try {
    const item = await call("select", { path, article: state.article, block: words.block, before: words.before, words: words.words });
    now = state.items.find((i) => i.kind === "mention" && i.start === item.start && i.end === item.end) ?? item;
    getSelection().removeAllRanges();
    fail(null);
    await other();
  } catch (err) {
    fail(err);
  }
}

function toggleDoubtful() {
  memory.doubtful = !memory.doubtful;
  if (!now || !isOpen(now)) step(1);
  else look(now);
}

// Reviewing can be left and taken up again; which of the two stays.
const mode = "dateline reviewing";
const reviewing = () => !bar.hidden;

function show(on) {
  bar.hidden = !on;
  enter.hidden = on;
  document.documentElement.classList.toggle("rv-on", on);
  try {
    sessionStorage.setItem(mode, on ? "on" : "off");
  } catch { /* as above */ }
  if (on && state && !now) step(1);
  (on ? bar : enter).focus({ preventScroll: true });
}

const keys = {
  n: () => step(1), p: () => step(-1), j: () => step(1), k: () => step(-1), a: accept, A: acceptAll, r: reject, e: other, u: undo, c: clear, m: add,
  d: toggleDoubtful, Escape: () => show(false),
};

function onKey(e) {
  if (!reviewing() || asking || !state || e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.("input, textarea, select, dialog, [contenteditable]")) return;
  if (e.key === "Escape" && document.querySelector(":popover-open")) return; // that closes first
  const others = now?.others ?? [];
  const act = keys[e.key] ?? (e.key >= "1" && e.key <= String(others.length) && others.length ? () => retarget({ entity: others[e.key - 1].id }) : null);
  if (!act) return;
  lastKey = Date.now();
  e.preventDefault();
  act();
}

function onClick(e) {
  const place = e.target.closest?.("[data-rv]");
  if (!reviewing() || !state || !place || e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
  const item = state.items.find((i) => i.key === place.dataset.rv);
  if (!item) return;
  e.preventDefault(); // the link is for readers
  look(item, { scroll: false });
}

// A fresh page would swallow what is typed meanwhile: it waits for a moment of rest.
addEventListener("dateline-reload", (e) => {
  const restless = () => busy || asking || Date.now() - lastKey < 600 || document.querySelector("dialog[open]");
  if (!restless()) return;
  e.preventDefault();
  const wait = setInterval(() => {
    if (restless()) return;
    clearInterval(wait);
    e.detail();
  }, 100);
});

async function begin() {
  document.body.append(ui.live, bar, enter);
  // What is wrong with the site is shown above the bar.
  new ResizeObserver(() => document.documentElement.style.setProperty("--dateline-foot", `${bar.offsetHeight}px`)).observe(bar);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick, { capture: true });
  document.addEventListener("selectionchange", () => state && reviewing() && (ui.add.hidden = !selectedWords()));
  try {
    state = await call("article", { path });
  } catch (err) {
    bar.hidden = false;
    ui.item.hidden = true;
    return fail(err);
  }
  now = state.items.find((i) => i.key === memory.now) ?? null;
  let on = true;
  try {
    on = sessionStorage.getItem(mode) !== "off";
  } catch { /* as above */ }
  bar.hidden = !on;
  enter.hidden = on;
  document.documentElement.classList.toggle("rv-on", on);
  if (!now) now = state.items.find(isOpen) ?? null;
  render();
  document.documentElement.dataset.review = "ready";
  if (memory.conflict) settleConflict();
}

begin();
