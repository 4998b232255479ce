// The card of an entity, over a mention of it: on hovering, on focus, on a long
// press. Its words are those of the list "Who is here", which the page has
// anyway; without script a mention is simply a link.
export function openCards(card, show) {
  if (!card || !card.showPopover) return;
  let owner = null;
  let timer = 0;

  const fill = (id) => {
    const source = document.querySelector(`[data-card="${CSS.escape(id)}"]`);
    if (!source) return false;
    const copy = source.cloneNode(true);
    const body = document.createElement("div");
    body.className = copy.className;
    copy.querySelector(".card-here")?.remove();
    body.append(...copy.childNodes);
    const title = source.querySelector(".card-name").textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "show";
    button.textContent = card.dataset.show;
    button.addEventListener("click", () => {
      close();
      show(id, title, null);
    });
    card.replaceChildren(body, button);
    card.setAttribute("aria-label", title);
    return true;
  };
  const place = (mention) => {
    const at = mention.getClientRects()[0];
    const box = card.getBoundingClientRect();
    const gap = 8;
    const below = at.bottom + gap + box.height <= innerHeight || at.top - gap - box.height < 0;
    card.style.top = `${below ? at.bottom + gap : at.top - gap - box.height}px`;
    card.style.left = `${Math.max(gap, Math.min(at.left, document.documentElement.clientWidth - box.width - gap))}px`;
  };
  const open = (mention) => {
    clearTimeout(timer);
    if (owner === mention && card.matches(":popover-open")) return;
    if (!fill(mention.dataset.e)) return;
    owner = mention;
    if (!card.matches(":popover-open")) card.showPopover({ source: mention });
    place(mention);
  };
  const close = () => {
    clearTimeout(timer);
    if (card.contains(document.activeElement)) owner?.focus({ preventScroll: true });
    if (card.matches(":popover-open")) card.hidePopover();
    owner = null;
  };
  const later = (f, ms) => {
    clearTimeout(timer);
    timer = setTimeout(f, ms);
  };
  const mentionOf = (e) => e.target.closest?.(".m[data-e]");

  document.addEventListener("pointerover", (e) => {
    if (e.pointerType !== "mouse") return;
    const m = mentionOf(e);
    if (m) later(() => open(m), 220);
    else if (card.contains(e.target)) clearTimeout(timer);
    else if (owner) later(close, 260);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (e) => {
    const m = mentionOf(e);
    if (m && m.matches(":focus-visible")) open(m);
    else if (m !== owner && !card.contains(e.target)) close();
  });
  // Esc closes the card first, and only then what lies below it.
  const onEscape = (e) => {
    if (e.key !== "Escape" || !card.matches(":popover-open")) return;
    e.stopPropagation();
    close();
  };
  addEventListener("keydown", onEscape, { capture: true });
  addEventListener("scroll", () => owner && card.matches(":popover-open") && place(owner), { passive: true });

  // A long press opens the card instead of the browser's menu, and lifting the
  // finger neither closes it nor follows the link. That is why the card is
  // dismissed here, upon the next press beside it, and not by the browser, to
  // which the lifting is such a press.
  let pressed = null;
  document.addEventListener("pointerdown", (e) => {
    const m = e.pointerType === "touch" && mentionOf(e);
    pressed = null;
    if (owner && !card.contains(e.target)) close();
    if (m) {
      later(() => {
        pressed = m;
        open(m);
      }, 450);
    }
  });
  for (const end of ["pointerup", "pointercancel", "pointermove"]) {
    document.addEventListener(end, (e) => e.pointerType === "touch" && !pressed && clearTimeout(timer), { passive: true });
  }
  document.addEventListener("contextmenu", (e) => pressed && mentionOf(e) === pressed && e.preventDefault());
  document.addEventListener("click", (e) => {
    if (pressed && mentionOf(e) === pressed) e.preventDefault();
    pressed = null;
  });
}
