// Every paragraph has a permanent address. One link shows it, in the margin of
// the paragraph that is pointed at or that the focus is in.
export function showAddresses(text, name) {
  const link = document.createElement("a");
  link.className = "address";
  link.setAttribute("aria-label", name);
  link.title = name;
  const show = (e) => {
    const block = e.target.closest?.("article :is(p, li)[id]");
    if (!block || block.closest(".footnotes, figure") || link.parentElement === block) return;
    if (document.activeElement === link) return; // a page that scrolls under the pointer takes it from nobody
    link.href = `#${block.id}`;
    block.append(link);
  };
  text.addEventListener("pointerover", show);
  text.addEventListener("focusin", show);
}
