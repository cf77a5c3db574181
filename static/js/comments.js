// What readers said about a text, and writing there without leaving its page. Without this links lead to pages of it.
import { fill } from "./fragment.js";

const space = document.querySelector("[data-comments]");

export async function show(keeping) {
  const answer = await fetch(space.dataset.comments);
  if (answer.ok) await fill(space.querySelector("[data-talk]"), await answer.text(), keeping);
}

space.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-write]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    const { open } = await import(space.dataset.writing);
    await open(link, space, show);
  } catch {
    location.assign(link.href);
  }
});
