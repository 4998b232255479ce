// The box in which an entity is searched for, or a date is typed: a combobox with a
// list, as in the ARIA Authoring Practices.
import { call, make } from "./call.js";

// ask shows the box in a place and resolves to what was chosen, or to null.
export function ask(place, { kind, words, value }) {
  return new Promise((resolve) => {
    const list = make("ul", { id: "rv-options", role: "listbox", "aria-label": "Entities" });
    const input = make("input", {
      id: "rv-search", type: "text", autocomplete: "off", spellcheck: false, value: kind === "time" ? value : words,
      ...(kind === "mention" && { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "rv-options" }),
    });
    const hint = make("p", { className: "rv-hint", role: "status" });
    const label = make("label", { htmlFor: "rv-search" }, kind === "time" ? `What date is “${words}”?` : `Whom does “${words}” name?`);
    const cancel = make("button", { type: "button", className: "rv-button" }, "Cancel", make("kbd", {}, "Esc"));
    const box = make("div", { className: "rv-search" }, label, make("div", { className: "rv-field" }, input, cancel), hint, kind === "mention" && list);
    let options = [];
    let at = -1;
    let asked = 0;

    const close = (chosen) => {
      box.remove();
      resolve(chosen);
    };
    const point = (n) => {
      at = options.length ? (n + options.length) % options.length : -1;
      [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
      if (at >= 0) {
        input.setAttribute("aria-activedescendant", list.children[at].id);
        list.children[at].scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const show = (found) => {
      options = found;
      list.replaceChildren(...found.map((e, i) => {
        const li = make("li", { id: `rv-option-${i}`, role: "option", "aria-selected": "false" },
          make("b", {}, e.new ? `New: ${e.name}` : e.name),
          make("span", {}, e.new ? `a page of its own, as ${e.id}` : [e.type, e.description, e.mentions ? `${e.mentions} mentions` : ""].filter(Boolean).join(" · ")));
        li.addEventListener("mousedown", (ev) => ev.preventDefault()); // the box keeps the focus
        li.addEventListener("click", () => close(e));
        return li;
      }));
      input.setAttribute("aria-expanded", String(found.length > 0));
      hint.textContent = found.length === 0 ? "Type a name or an id." : found[0].guess ? "Nobody is called so. Did you mean one of these?" : "";
      point(0);
    };
    const search = async () => {
      const mine = ++asked;
      try {
        const { entities } = await call("search", { words: input.value });
        if (mine === asked) show(entities);
      } catch (err) {
        hint.textContent = err.message;
      }
    };

    if (kind === "mention") input.addEventListener("input", search);
    else hint.textContent = "As 2013-09-09, or less exactly 2013-09, 2013, 2013-09~.";
    input.addEventListener("keydown", (e) => {
      e.stopPropagation();
      if (e.key === "Escape") close(null);
      else if (e.key === "ArrowDown") point(at + 1);
      else if (e.key === "ArrowUp") point(at - 1);
      else if (e.key === "Enter" && kind === "time") close({ value: input.value.trim() });
      else if (e.key === "Enter" && at >= 0) close(options[at]);
      else return;
      e.preventDefault();
    });
    cancel.addEventListener("click", () => close(null));
    place.append(box);
    input.focus();
    input.select();
    if (kind === "mention") search();
  });
}
