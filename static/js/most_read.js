// The list of the most read as it is now, and of another window on asking. Without this its windows are pages of their own.
import "./from_list.js";

// Below a text on a narrow page the list pushes down what follows: not while that is looked at or is about to be, nor where
// the room for a talk that is still to come leaves the browser nothing to hold on to. Elsewhere it stands beside the text.
const isNarrow = matchMedia("(max-width: 63.99rem)");
const haveLeft = (places) =>
  new Promise((done) => {
    const inSight = new Set();
    const watch = new IntersectionObserver(
      (seen) => {
        for (const { isIntersecting, target } of seen) inSight[isIntersecting ? "add" : "delete"](target);
        if (inSight.size) return;
        watch.disconnect();
        done();
      },
      { rootMargin: "300px" },
    );
    for (const place of places) watch.observe(place);
  });

async function show(block, address, isAsked) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const made = document.createElement("template");
  made.innerHTML = await answer.text();
  const fresh = made.content.querySelector("[data-most-read]");
  if (!isAsked && !fresh.querySelector("ol")) return;
  block.replaceWith(fresh);
  const section = fresh.closest("[data-most-read-section]");
  if (section?.hidden) {
    if (isNarrow.matches) await haveLeft(document.querySelectorAll("[data-counted], .band--awaited"));
    section.hidden = false;
  }
  if (isAsked) fresh.querySelector("[aria-current]").focus();
}

document.addEventListener("click", (event) => {
  const window = event.target.closest("[data-block]");
  if (!window || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(window.closest("[data-most-read]"), window.dataset.block, true);
});

// The list beside a text is far below it on a phone: it is fetched when somebody comes near.
const near = new IntersectionObserver(
  (seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      const block = target.querySelector("[data-refresh]");
      show(block, block.dataset.refresh, false);
    }
  },
  { rootMargin: "1200px" },
);
for (const block of document.querySelectorAll("[data-most-read][data-refresh]")) near.observe(block.closest("section").parentElement);
