// The lists of whoever is signed in, over the page: fetched, sent, and what came of it said. Loaded by saving.js.
import { fill } from "./fragment.js";

const ASIDE = { headers: { "X-Fragment": "yes" } };

const dialog = document.createElement("dialog");
dialog.className = "sheet";
dialog.setAttribute("aria-labelledby", "saving");

// It is there, and empty, before it says something: else it would not be read out.
const said = document.createElement("p");
said.className = "saved";
said.setAttribute("role", "status");
document.body.append(dialog, said);

let link;
let isBusy = false;

export async function open(pressed) {
  const answer = await fetch(pressed.href, ASIDE);
  // Signed out meanwhile, or the text is gone: the page behind the link says so.
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  link = pressed;
  said.textContent = "";
  await fill(dialog, await answer.text());
  dialog.showModal();
}

async function send(form) {
  const answer = await fetch(form.action, { ...ASIDE, method: "POST", body: new FormData(form) });
  if (answer.status === 422) {
    await fill(dialog, await answer.text());
    dialog.querySelector("[aria-invalid=true]")?.focus();
    return;
  }
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  const words = await answer.text();
  link.classList.toggle("is-saved", answer.status === 201);
  dialog.close();
  said.textContent = words;
  setTimeout(() => (said.textContent = ""), 6000);
}

dialog.addEventListener("submit", async (event) => {
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

dialog.addEventListener("click", (event) => {
  // A click on the veil counts as one on the dialog itself.
  if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close();
});
