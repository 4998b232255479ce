// The list of articles with how much of each is undecided.
import { base, call, make } from "./call.js";

const list = document.querySelector("#rv-list");
const sum = document.querySelector("#rv-sum");
const filter = document.querySelector("#rv-filter");
const open = document.querySelector("#rv-open");
const most = 200;
let articles = [];

const count = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;

function render() {
  const words = filter.value.toLowerCase().trim();
  const shown = articles.filter((a) => (!open.checked || a.undecided > 0) && (!words || `${a.title} ${a.path}`.toLowerCase().includes(words)));
  list.replaceChildren(...shown.slice(0, most).map((a) =>
    make("li", {},
      make("a", { href: base + a.url }, a.title || a.path),
      make("span", { className: "rv-date" }, a.date),
      make("span", { className: a.undecided ? "rv-left" : "rv-done" }, a.undecided ? `${a.undecided} undecided` : "done"))),
  ...(shown.length > most ? [make("li", { className: "rv-more" }, `and ${count(shown.length - most, "more article")}: type to find them`)] : []),
  ...(shown.length === 0 ? [make("li", { className: "rv-more" }, articles.length ? "No article fits." : "The site has no articles.")] : []));
}

try {
  ({ articles } = await call("articles"));
  const left = articles.reduce((n, a) => n + a.undecided, 0);
  const some = articles.filter((a) => a.undecided).length;
  sum.textContent = left ? `${count(left, "annotation")} undecided, in ${some} of ${count(articles.length, "article")}.` : "Everything is decided.";
  render();
  filter.addEventListener("input", render);
  open.addEventListener("change", render);
} catch (err) {
  sum.textContent = `The list cannot be shown: ${err.message}`;
}
