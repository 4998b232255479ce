// What is shown when a decision was not written, because a file is another by now: both
// versions, and what can be done. It is kept until somebody chose, though the page may
// be fresh meanwhile.
import { make } from "./call.js";

const lines = (list) => make("pre", { tabIndex: 0 }, list?.length ? list.join("\n") : "(nothing)");

// settle resolves to true when the decision is to be written all the same.
export function settle({ error, what, yours, theirs }) {
  return new Promise((resolve) => {
    const again = make("button", { type: "button", className: "rv-button rv-yes" }, "Write mine too");
    const drop = make("button", { type: "button", className: "rv-button" }, what === "notes" ? "Keep theirs only" : "Close");
    const dialog = make("dialog", { className: "rv-conflict", "aria-labelledby": "rv-conflict-title" },
      make("h2", { id: "rv-conflict-title" }, "Not written"),
      make("p", {}, what === "notes" ?
        `Somebody else decided something meanwhile: ${error}. Nothing of theirs is lost, and yours is not written yet.` :
        `${error[0].toUpperCase()}${error.slice(1)}. Your decision was about its former words and is not written; decide again.`),
      make("h3", {}, "Yours"), lines(yours), make("h3", {}, "The notes as they are"), lines(theirs),
      make("p", { className: "rv-row" }, what === "notes" && again, drop));
    const close = (yes) => {
      dialog.close();
      dialog.remove();
      resolve(yes);
    };
    again.addEventListener("click", () => close(true));
    drop.addEventListener("click", () => close(false));
    dialog.addEventListener("cancel", (e) => {
      e.preventDefault();
      close(false);
    });
    dialog.addEventListener("keydown", (e) => e.stopPropagation());
    document.body.append(dialog);
    dialog.showModal();
  });
}
