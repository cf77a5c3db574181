// Keeps what is typed: at the server every few seconds, and in this browser until the server has it.

import { post } from "./session.js"

const QUIET = 3_000 // after the last key
const LONGEST = 5_000 // while somebody goes on typing
const OLD = 7 * 24 * 3_600_000
const PREFIX = "maseer:typed:"

const line = document.querySelector("[data-autosave]")
const form = line?.closest("form")
const page = crypto.randomUUID?.() ?? String(Math.random())
const { user, article } = line?.dataset ?? {}
const ours = `${PREFIX}${user}:${article}:`
const here = ours + page

let since = null // when the first of the words was typed that nobody has yet
let timer = null
let busy = null // stops what is on its way
let leaving = false

const typed = () => [...new FormData(form), ["page", page]].filter(([name]) => name !== "csrfmiddlewaretoken")

// The line

const say = (text, trouble) => {
  line.classList.toggle("autosave--bad", Boolean(trouble))
  if (line.dataset.said === text) return
  line.dataset.said = text
  line.textContent = text
  if (trouble !== "over" && trouble !== "other") return
  const link = document.createElement("a")
  link.href = line.dataset.signInAt
  link.target = "_blank"
  link.rel = "noopener"
  link.textContent = line.dataset.signIn
  line.append(link)
}

// This browser

const keepHere = (entries) => {
  try {
    localStorage.setItem(here, JSON.stringify({ at: Date.now(), entries }))
    return true
  } catch {
    return false
  }
}

const found = () => {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  const all = keys.map((key) => [key, JSON.parse(localStorage.getItem(key))])
  for (const [key, { at }] of all) if (Date.now() - at > OLD) localStorage.removeItem(key)
  return all.filter(([key, { at }]) => key.startsWith(ours) && key !== here && Date.now() - at <= OLD)
}

// The server

const keep = async () => {
  clearTimeout(timer)
  if (!since || busy || leaving) return
  since = null
  const entries = typed()
  const isHere = keepHere(entries)
  busy = new AbortController()
  const answer = await post(line.dataset, line.dataset.autosave, entries, { signal: busy.signal })
  busy = null
  if (leaving) return
  if (answer.trouble) {
    since ??= Date.now()
    say(isHere ? line.dataset[answer.trouble] : line.dataset.lost, answer.trouble)
  } else {
    // Words that were typed meanwhile are kept here by the next turn.
    localStorage.removeItem(here)
    say(answer.said)
  }
  if (since) plan(LONGEST)
}

const plan = (wait) => {
  clearTimeout(timer)
  timer = setTimeout(keep, wait)
}

const note = () => {
  leaving = false
  since ??= Date.now()
  if (!busy) plan(Math.max(0, Math.min(QUIET, since + LONGEST - Date.now())))
}

// What an earlier sitting left here goes to the server, which offers it again (templates/.../kept.html).
const handIn = async () => {
  const left = found()
  for (const [key, { entries }] of left) {
    const answer = await post(line.dataset, line.dataset.autosave, entries)
    if (answer.trouble) return
    localStorage.removeItem(key)
  }
  if (!left.length || "refused" in line.dataset) return
  const answer = await fetch(line.dataset.offers)
  if (answer.ok) document.querySelector("[data-kept]").outerHTML = await answer.text()
}

if (line) {
  // The choices with search tell only jQuery.
  django.jQuery(form).on("input", note)
  document.addEventListener("visibilitychange", keep)
  window.addEventListener("online", keep)
  window.addEventListener("pagehide", () => {
    if (!since || leaving) return
    const entries = typed()
    keepHere(entries)
    post(line.dataset, line.dataset.autosave, entries, { keepalive: true })
  })
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false
  })
  // Without a network the browser would put a page of its own in the place of this one. Before anybody else hears of it.
  form.addEventListener(
    "submit",
    (event) => {
      if (navigator.onLine) return
      event.preventDefault()
      event.stopImmediatePropagation()
      since ??= Date.now()
      say(keepHere(typed()) ? line.dataset.offline : line.dataset.lost, "offline")
    },
    { capture: true },
  )
  form.addEventListener("submit", ({ submitter }) => {
    // A preview opens in another tab; one goes on writing in this one.
    if (submitter?.formTarget === "_blank") return
    // Until the next page of this text has been told that it arrived, it stays here.
    if (since || busy) keepHere(typed())
    leaving = true
    clearTimeout(timer)
    busy?.abort()
  })
  if ("refused" in line.dataset) note()
  handIn()
}
