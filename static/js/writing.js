// A comment written where it will stand: the form is fetched, sent, and what came of it said. Loaded by comments.js.
import { fetchForm, sendFrom } from "./form_aside.js";
import { fill } from "./fragment.js";

const box = document.createElement("div");
let link;
let space;
let renew;

function say(words) {
  const said = space.querySelector("[data-said]");
  said.textContent = words;
  if (words) said.focus();
}

export async function open(pressed, around, show) {
  const form = await fetchForm(pressed);
  const typed = new FormData(box.querySelector("form") ?? undefined);
  [link, space, renew] = [pressed, around, show];
  say("");
  await fill(box, form);
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

async function done(words, status) {
  close();
  if (status === 201) await renew();
  say(words);
}

sendFrom(box, done, [422, 429]);

box.addEventListener("click", (event) => {
  if (!event.target.closest("[data-closes]")) return;
  close();
  link.focus();
});
