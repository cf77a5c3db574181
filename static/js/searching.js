// What may be meant, while somebody types. What does it is fetched when a field is first entered; without it the form is a form.
const { suggest } = document.querySelector("script[data-suggest]").dataset;

async function enter({ target }) {
  if (target.dataset?.suggests && !target.role) (await import(suggest)).open(target);
}

addEventListener("focusin", enter);
// The field of the page of results may have been entered before.
if (document.activeElement) enter({ target: document.activeElement });
