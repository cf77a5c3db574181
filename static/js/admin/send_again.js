// Signing in, in another tab, changed the token: "Send again" takes the new one along, so that pressing it once is enough.

const form = document.querySelector("form[data-account]")

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  const answer = await fetch(form.dataset.account).catch(() => null)
  // Of the menu of one's account, whose way out is a form; nobody is signed in if it is empty.
  const menu = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html")
  const fresh = menu.querySelector("[name=csrfmiddlewaretoken]")
  if (fresh) form.querySelector("[name=csrfmiddlewaretoken]").value = fresh.value
  // A field that is called "submit" would hide the form's own.
  HTMLFormElement.prototype.submit.call(form)
})
