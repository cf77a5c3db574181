// Says that this person is writing, hears whether somebody else is, and lets the text be taken over.

import { post } from "./session.js"

const BEAT = 15_000

const part = document.querySelector("[data-edit-lock]")
const form = document.getElementById("article_form")

let mine = false

const show = ({ trouble, lock, newer }) => {
  if (trouble) return
  mine = !lock
  const banner = part.querySelector("section")
  const newest = part.querySelector("[data-newer]")
  for (const [element, text, words] of [
    [banner, banner.querySelector("[data-lock-said]"), lock],
    [newest, newest, newer],
  ]) {
    element.hidden = !words
    if (text.textContent !== words) text.textContent = words
  }
  stop(Boolean(lock))
}

const stop = (isOthers) => {
  for (const button of form.querySelectorAll(".submit-row [type=submit]")) button.disabled = isOthers
}

const said = () => {
  const entries = [["base", form.elements.base.value]]
  return mine ? [...entries, ["held", "1"]] : entries
}

const beat = async () => {
  if (!document.hidden) show(await post(part.dataset, part.dataset.editLock, said()))
}

if (part && form) {
  stop(!part.querySelector("section").hidden)
  setInterval(beat, BEAT)
  document.addEventListener("visibilitychange", beat)
  form.addEventListener("submit", ({ submitter }) => {
    // A preview opens in another tab and saves nothing.
    if (submitter?.formTarget === "_blank") return
    // The save lets go; if the next page is this form again, it holds on again.
    mine = false
  })
  window.addEventListener("pageshow", (event) => event.persisted && beat())
  window.addEventListener("pagehide", () => {
    if (mine) post(part.dataset, part.dataset.letGo, [], { keepalive: true })
  })
  document.getElementById("take-over").addEventListener("submit", async (event) => {
    event.preventDefault()
    show(await post(part.dataset, event.target.action, []))
  })
  beat()
}
