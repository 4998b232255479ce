// What an article's page can do beyond being read: each part works alone.
import { unfold } from "./fold.js";
import { lightTimeline } from "./timeline.js";
import { stepThrough } from "./stepper.js";
import { openCards } from "./card.js";

unfold(document.querySelectorAll(".article-page .fold"), "(min-width: 75rem)");
lightTimeline(document.querySelector("#timeline"), document.querySelectorAll(".sent"));
const show = stepThrough(document.querySelector("#d-stepper"));
openCards(document.querySelector("#d-card"), show);
