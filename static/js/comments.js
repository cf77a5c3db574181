// What readers said about a text, fetched when somebody comes near it. Without this a link leads to the page of it.
import { fill } from "./fragment.js";

const space = document.querySelector("[data-comments]");
const { writing } = document.querySelector("script[data-writing]").dataset;

async function show() {
  const answer = await fetch(space.dataset.comments);
  if (answer.ok) await fill(space.querySelector("[data-talk]"), await answer.text());
}

if ("far" in space.dataset) {
  const watch = new IntersectionObserver(
    ([entry]) => {
      if (!entry.isIntersecting) return;
      watch.disconnect();
      // Where it does not come, the link is still there.
      show().catch(() => {});
    },
    { rootMargin: "600px" },
  );
  watch.observe(space);
}

space.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-write]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    const { open } = await import(writing);
    await open(link, space, show);
  } catch {
    location.assign(link.href);
  }
});
