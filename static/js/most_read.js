// The list of the most read as it is now, and of another window on asking. Without this its windows are pages of their own.
import "./from_list.js";

async function show(block, address, isAsked) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const made = document.createElement("template");
  made.innerHTML = await answer.text();
  const fresh = made.content.querySelector("[data-most-read]");
  if (!isAsked && !fresh.querySelector("ol")) return;
  block.replaceWith(fresh);
  const section = fresh.closest("[data-most-read-section]");
  if (section) section.hidden = false;
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
  { rootMargin: "600px" },
);
for (const block of document.querySelectorAll("[data-most-read][data-refresh]")) near.observe(block.closest("section").parentElement);
