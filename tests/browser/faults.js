// What is wrong with the page as it stands at this width: a list of sentences. Run by test_public_pages.
() => {
  const wrong = []
  const name = (element) => {
    const css = typeof element.className === "string" ? element.className.trim().replace(/\s+/g, ".") : ""
    return `${element.localName}${css && "." + css} «${element.textContent.trim().slice(0, 40)}»`
  }
  const seen = (element) => element.checkVisibility({ visibilityProperty: true })
  // The row of sections scrolls on purpose; the others are read to those who listen, or come by focus or by scrolling.
  const set_apart = ".nav ul, .sr, .skip, .running, .honey"

  const wide = document.documentElement.scrollWidth - innerWidth
  if (wide > 0) wrong.push(`the page scrolls sideways by ${wide}px`)

  const texts = "h1, h2, h3, h4, p, li, dt, dd, label, legend, summary, figcaption, time, button, input, textarea, .btn, nav a"
  for (const element of document.querySelectorAll(texts)) {
    if (!seen(element) || element.closest(set_apart)) continue
    const box = element.getBoundingClientRect()
    if (box.left < -1 || box.right > innerWidth + 1) wrong.push(`outside the page: ${name(element)}`)
    // Inline elements have no width of their own.
    if (element.clientWidth && element.scrollWidth > element.clientWidth + 1) wrong.push(`clipped: ${name(element)}`)
  }
  for (const link of document.querySelectorAll(".nav a")) {
    if (seen(link) && link.scrollWidth > link.clientWidth + 1) wrong.push(`clipped: ${name(link)}`)
  }

  for (const element of document.querySelectorAll("body, main h1, main h2, main h3, main p, main li")) {
    const style = getComputedStyle(element)
    if (element.closest("[dir=ltr]:not(html)")) continue
    if (style.direction !== "rtl") wrong.push(`not right to left: ${name(element)}`)
    const set_otherwise = element.closest(".piece--literature, .leaf, .verse, .pager__later, .btn, .story__len")
    if (!["start", "right"].includes(style.textAlign) && !set_otherwise) {
      wrong.push(`${style.textAlign}: ${name(element)}`)
    }
  }

  for (const image of document.images) {
    // One that is still on its way (the foot brings its own) is no fault.
    if (image.complete && !image.naturalWidth) wrong.push(`no picture: ${image.currentSrc || image.src}`)
    else if (seen(image) && !(image.width && image.height)) wrong.push(`picture without size: ${image.currentSrc}`)
  }

  // Names stand in <bdi>, and those of the networks are theirs.
  const latin = (text) => text.replace(/WhatsApp|Telegram|Facebook|YouTube|Instagram|\bX\b|\S+@\S+/g, "").match(/[A-Za-z]+/)
  const foreign = "noscript, bdi, [lang]:not([lang=ar]), code, script, style, .trouble__num"
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (latin(text.data) && !text.parentElement.closest(foreign)) wrong.push(`not Arabic: ${text.data.trim()}`)
  }
  for (const element of document.querySelectorAll("[aria-label], [placeholder], [title], img[alt]")) {
    for (const attribute of ["aria-label", "placeholder", "title", "alt"]) {
      if (latin(element.getAttribute(attribute) ?? "")) wrong.push(`not Arabic: ${element.getAttribute(attribute)}`)
    }
  }
  return wrong
}
