// A button beside each citation that copies it. Without script it can be selected.
export function offerCopies(box) {
  if (!box || !navigator.clipboard) return;
  for (const text of box.querySelectorAll("pre")) {
    const name = text.previousElementSibling; // the heading of the form
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = box.dataset.copy;
    button.setAttribute("aria-label", `${box.dataset.copy}: ${name.textContent}`);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = box.dataset.copied;
    });
    const head = document.createElement("p");
    head.append(button, " ", said);
    text.before(head);
  }
}
