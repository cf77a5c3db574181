// The lists of whoever is signed in, over the page: fetched, sent, and what came of it said. Loaded by saving.js.
import { fetchForm, sendFrom } from "./form_aside.js";
import { fill } from "./fragment.js";

const dialog = document.createElement("dialog");
dialog.className = "sheet";
dialog.setAttribute("aria-labelledby", "saving");

// It is there, and empty, before it says something: else it would not be read out.
const said = document.createElement("p");
said.className = "saved";
said.setAttribute("role", "status");
document.body.append(dialog, said);

let link;

export async function open(pressed) {
  const form = await fetchForm(pressed);
  link = pressed;
  said.textContent = "";
  await fill(dialog, form);
  dialog.showModal();
}

sendFrom(dialog, (words, status) => {
  link.classList.toggle("is-saved", status === 201);
  dialog.close();
  said.textContent = words;
  setTimeout(() => (said.textContent = ""), 6000);
});

dialog.addEventListener("click", (event) => {
  // A click on the veil counts as one on the dialog itself.
  if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close();
});
