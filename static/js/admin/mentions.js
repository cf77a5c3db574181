// Who is chosen beside a remark is named in it, where the cursor stands. Without this, they are named at its end.

const fields = (target) => {
  const form = target.closest?.("[data-mentions]")
  const name = form?.elements.namedItem("name")
  return target === name ? { name, text: form.elements.namedItem("text") } : null
}

const put = ({ name, text }) => {
  if (![...name.list.options].some((option) => option.value === name.value)) return
  const before = text.value.slice(0, text.selectionStart)
  const space = /\S$/.test(before) ? " " : ""
  text.setRangeText(`${space}@${name.value} `, text.selectionStart, text.selectionEnd, "end")
  name.value = ""
  text.focus()
}

// On the document, for the talk is put in anew after each remark (talk.js).
document.addEventListener("input", (event) => {
  const chosen = fields(event.target)
  // Chosen from the list, not typed letter by letter: one name may begin like another.
  if (chosen && (!event.inputType || event.inputType === "insertReplacementText")) put(chosen)
})
document.addEventListener("keydown", (event) => {
  const chosen = event.key === "Enter" && !event.isComposing && fields(event.target)
  if (chosen && chosen.name.value) {
    event.preventDefault()
    put(chosen)
  }
})
