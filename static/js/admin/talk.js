// A remark is sent without leaving the page, where a text may be half written. Whatever goes wrong, it is sent as ever.

const send = async (form, talk) => {
  let answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" })
  // It is said. The talk on its own page is all that is needed, not the text with it.
  if (answer.type === "opaqueredirect") answer = await fetch(form.action)
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const renewed = page.getElementById(talk.id)
  if (!answer.ok || !renewed) throw new Error(answer.status)
  const told = page.querySelector(".messagelist")
  talk.querySelector(".talk__list").replaceWith(renewed.querySelector(".talk__list"))
  form.replaceWith(renewed.querySelector("form"))
  const said = talk.querySelector("[role=status]")
  said.replaceChildren(...(told ? [told] : []))
  talk.querySelector("textarea").focus()
}

document.addEventListener("submit", async (event) => {
  const form = event.target
  const talk = form.closest("[data-talk]")
  if (!talk || event.defaultPrevented) return
  event.preventDefault()
  const button = form.querySelector("button")
  if (button.disabled) return
  button.disabled = true
  try {
    await send(form, talk)
  } catch {
    form.submit()
  }
})
