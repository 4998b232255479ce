// What an article's page can do beyond being read: the parts of the built-in theme, without footnotes beside
// the text, and with a timeline that follows the reading sideways.
import { lightTimeline } from "./timeline.js";
import { stepThrough } from "./stepper.js";
import { openCards } from "./card.js";
import { offerCopies } from "./copy.js";
import { showAddresses } from "./address.js";

const text = document.querySelector("#text");
const timeline = document.querySelector("#timeline");

lightTimeline(timeline, document.querySelectorAll(".sent"));
openCards(document.querySelector("#d-card"), stepThrough(document.querySelector("#d-stepper")));
offerCopies(document.querySelector(".cite-as"));
showAddresses(text, text.dataset.address);

const strip = timeline?.querySelector(".events");
if (strip) {
  new MutationObserver(() => {
    const lit = strip.querySelector(".lit");
    if (!lit || timeline.matches(":hover, :focus-within")) return;
    const box = strip.getBoundingClientRect();
    const at = lit.getBoundingClientRect();
    if (at.left < box.left || at.right > box.right) strip.scrollLeft += at.left - box.left - 16;
  }).observe(strip, { subtree: true, attributeFilter: ["class"] });
}
