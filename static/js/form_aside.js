// A form of another page on this one: fetched, and sent without leaving. Used by save.js and writing.js.
import { fill } from "./fragment.js";

const ASIDE = { headers: { "X-Fragment": "yes" } };

async function words(answer) {
  // Signed out, closed or gone meanwhile: the page behind the link says so.
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  return answer.text();
}

export async function fetchForm(link) {
  return words(await fetch(link.href, ASIDE));
}

// Of every form in the box: if it is refused it is shown there again, with the reasons; else `done(words, status)`.
export function sendFrom(box, done, refusals = [422]) {
  let isBusy = false;

  async function send(form) {
    const answer = await fetch(form.action, { ...ASIDE, method: "POST", body: new FormData(form) });
    if (refusals.includes(answer.status)) {
      await fill(box, await answer.text());
      (box.querySelector("[aria-invalid=true]") ?? box.querySelector(".alert"))?.focus();
    } else {
      await done(await words(answer), answer.status);
    }
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
}
