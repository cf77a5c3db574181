// A comment written where it will stand: the form is fetched, sent, and what came of it said. Loaded by comments.js.
import { fill } from "./fragment.js";

const ASIDE = { headers: { "X-Fragment": "yes" } };

const box = document.createElement("div");
let link;
let space;
let renew;
let isBusy = false;

function say(words) {
  const said = space.querySelector("[data-said]");
  said.textContent = words;
  if (words) said.focus();
}

export async function open(pressed, around, show) {
  const answer = await fetch(pressed.href, ASIDE);
  // Closed meanwhile, or the text is gone: the page behind the link says so.
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  const typed = new FormData(box.querySelector("form") ?? undefined);
  [link, space, renew] = [pressed, around, show];
  say("");
  await fill(box, await answer.text());
  // Who thinks better of whom to answer has not written in vain.
  for (const field of box.querySelectorAll("input:not([type=hidden]), textarea")) {
    if (typed.get(field.name)) field.value = typed.get(field.name);
  }
  (link.closest(".voice") ?? link.closest(".thread__ways")).after(box);
  box.querySelector(".field :is(input, textarea)").focus();
}

function close() {
  box.replaceChildren();
  box.remove();
}

async function send(form) {
  const answer = await fetch(form.action, { ...ASIDE, method: "POST", body: new FormData(form) });
  if (answer.status === 422 || answer.status === 429) {
    await fill(box, await answer.text());
    (box.querySelector("[aria-invalid=true]") ?? box.querySelector(".alert")).focus();
    return;
  }
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  const words = await answer.text();
  close();
  if (answer.status === 201) await renew();
  say(words);
}

box.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  try {
    await send(event.target);
  } catch {
    // The same form on its own page says what is wrong.
    event.target.submit();
  } finally {
    isBusy = false;
  }
});

box.addEventListener("click", (event) => {
  if (!event.target.closest("[data-closes]")) return;
  close();
  link.focus();
});
