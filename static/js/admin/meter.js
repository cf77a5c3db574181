// Counts what is typed into a field and says whether that is too short or too long. The limits and the words for them
// come with the page (articles/meters.py), and the rules for counting are those of maseer/lib/arabic.py.

const { ngettext, interpolate } = window

// Marks above and below letters, what only steers the line, and tatweel take up no room.
const ROOMLESS = /[\p{M}\p{Cf}\u0640]/gu
const letters = (text) => [...text.normalize("NFC").replaceAll("\u0640", "").trim().replace(/\s+/g, " ").replace(ROOMLESS, "")].length

// Every tag but those inside a sentence keeps words apart.
const BLOCKS = /<(?!\/?(?:a|strong|em|u|s|sub|sup|span|bdi)\b)/g
const words = (html) => {
  const text = new DOMParser().parseFromString(html.replace(BLOCKS, " <"), "text/html").body.textContent
  return text.replaceAll("\u0640", "").split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

const UNITS = {
  letters: [letters, (count) => ngettext("%(count)s letter", "%(count)s letters", count)],
  words: [words, (count) => ngettext("%(count)s word", "%(count)s words", count)],
}
const written = document.querySelector('meta[name="numbers"]').content
const number = (count) => ({ count: count.toLocaleString(written) })

const verdict = (count, shortest, longest) => {
  if (!count) return "none"
  if (count < shortest) return "short"
  return longest && count > longest ? "long" : "good"
}

const reading = (count, perMinute) => {
  if (!count || !perMinute) return ""
  const minutes = Math.max(1, Math.floor((2 * count + perMinute) / (2 * perMinute)))
  return interpolate(ngettext("%(count)s minute read", "%(count)s minutes read", minutes), number(minutes), true)
}

// How long somebody must have stopped typing before the text is counted, and before anything is said aloud.
const PAUSE = 120
const SILENCE = 1200

for (const meter of document.querySelectorAll("[data-meter]")) {
  const field = document.getElementById(meter.dataset.meter)
  const part = (name) => meter.querySelector(`.meter__${name}`)
  const said = meter.parentElement.querySelector(".meter__said")
  const [count, unit] = UNITS[meter.dataset.unit]
  const shortest = Number(meter.dataset.shortest)
  const longest = Number(meter.dataset.longest)
  let state = [...meter.classList].find((name) => name.startsWith("meter--")).slice("meter--".length)
  let waiting
  let speaking

  const show = () => {
    const counted = count(field.value)
    const now = verdict(counted, shortest, longest)
    part("count").textContent = counted ? interpolate(unit(counted), number(counted), true) : ""
    part("reading").textContent = reading(counted, Number(meter.dataset.wordsPerMinute))
    part("verdict").textContent = meter.dataset[now] ?? ""
    if (longest) part("road").style.setProperty("--share", Math.min(counted / longest, 1))
    if (now === state) return
    meter.classList.replace(`meter--${state}`, `meter--${now}`)
    state = now
    clearTimeout(speaking)
    // Only a change of the verdict is said, and only to whoever has paused: a count at every key would drown the words.
    speaking = setTimeout(() => {
      said.textContent = meter.dataset[now] ? meter.textContent.replace(/\s+/g, " ").trim() : ""
    }, SILENCE)
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(show, PAUSE)
  })
  // The editor stands where the field was; it is made later than this runs.
  meter.closest(".metered").addEventListener("focusin", ({ target }) => {
    if (target !== field && target.isContentEditable) target.setAttribute("aria-describedby", meter.id)
  })
  show()
}
