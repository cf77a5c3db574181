// The list of the most read as it is now, and of another window on asking. Without this its windows are pages of their own.
import "./from_list.js";
import "./holding.js";

// Below a text on a narrow page the list pushes down what follows: not while its place is in sight or is about to be.
// Elsewhere it stands beside the text.
const isNarrow = matchMedia("(max-width: 63.99rem)");
const outOfSight = (place) =>
  new Promise((done) => {
    const watch = new IntersectionObserver(
      (seen) => {
        if (seen.at(-1).isIntersecting) return;
        watch.disconnect();
        done();
      },
      { rootMargin: "300px" },
    );
    watch.observe(place);
  });

async function unfold(section) {
  const appear = () => (section.hidden = false);
  if (!isNarrow.matches) return appear();
  const place = section.parentElement;
  await outOfSight(place);
  await frame();
  hold(place, appear);
}

async function show(block, address, isAsked) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const made = document.createElement("template");
  made.innerHTML = await answer.text();
  const fresh = made.content.querySelector("[data-most-read]");
  if (!isAsked && !fresh.querySelector("ol")) return;
  block.replaceWith(fresh);
  const section = fresh.closest("[data-most-read-section]");
  if (section?.hidden) await unfold(section);
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
