// Narrowing the events of a timeline's page to an entity, or to what is planned,
// reported and so on. The choice stands in the address, so that it can be linked
// to and comes back with the page. Without script there are only the events.
const box = document.querySelector("#d-filter");
const selects = [...box.querySelectorAll("select")];
const said = box.querySelector("output");
const events = [...document.querySelectorAll(".month .day li")];
const groups = [...document.querySelectorAll(".month .day, .month")];

function chosen(name) {
  const select = selects.find((s) => s.name === name);
  return select?.value ? select.selectedOptions[0] : null;
}

function show() {
  const who = chosen("who");
  const what = chosen("what");
  let left = 0;
  for (const event of events) {
    const named = !who || (event.dataset.who ?? "").split(" ").includes(who.dataset.n);
    event.hidden = !named || (what !== null && !event.classList.contains(what.value));
    if (!event.hidden) left++;
  }
  for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
  const narrowed = who || what;
  box.querySelector("button").hidden = !narrowed;
  said.textContent = !narrowed ? "" : left === 0 ? box.dataset.none
    : box.dataset.shown.replace("%", left).replace("%", events.length);
  for (const link of document.querySelectorAll(".letters a")) {
    link.parentElement.hidden = document.querySelector(link.hash)?.closest(".month").hidden;
  }
}

function read() {
  const asked = new URLSearchParams(location.search);
  for (const select of selects) {
    const value = asked.get(select.name) ?? "";
    select.value = [...select.options].some((o) => o.value === value) ? value : "";
  }
  show();
}

function write() {
  const url = new URL(location);
  for (const select of selects) {
    if (select.value) url.searchParams.set(select.name, select.value);
    else url.searchParams.delete(select.name);
  }
  history.replaceState(null, "", url);
  show();
}

box.addEventListener("change", write);
box.querySelector("button").addEventListener("click", () => {
  for (const select of selects) select.value = "";
  write();
  selects[0].focus();
});
addEventListener("popstate", read);
box.hidden = false;
read();
