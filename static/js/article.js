// What an article's page can do beyond being read: each part works alone.
import { unfold } from "./fold.js";
import { lightTimeline } from "./timeline.js";
import { stepThrough } from "./stepper.js";
import { openCards } from "./card.js";
import { besideText } from "./sidenotes.js";
import { offerCopies } from "./copy.js";
import { showAddresses } from "./address.js";

const page = document.querySelector(".article-page");
const text = document.querySelector("#text");
const wide = "(min-width: 75rem)";

const noted = besideText(page, wide); // then who is here stays folded: the notes stand there
unfold(page.querySelectorAll(noted ? ".timeline > .fold" : ".fold"), wide);
lightTimeline(document.querySelector("#timeline"), document.querySelectorAll(".sent"));
const show = stepThrough(document.querySelector("#d-stepper"));
openCards(document.querySelector("#d-card"), show);
offerCopies(page.querySelector(".cite-as"));
showAddresses(text, text.dataset.address);
