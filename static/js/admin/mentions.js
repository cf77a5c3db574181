// Who is chosen beside a remark is named in it, where the cursor stands. Without this, they are named at its end.

for (const form of document.querySelectorAll("[data-mentions]")) {
  const text = form.elements.namedItem("text")
  const name = form.elements.namedItem("name")

  const isSomebody = () => [...name.list.options].some((option) => option.value === name.value)

  const put = () => {
    if (!isSomebody()) return false
    const before = text.value.slice(0, text.selectionStart)
    const space = /\S$/.test(before) ? " " : ""
    text.setRangeText(`${space}@${name.value} `, text.selectionStart, text.selectionEnd, "end")
    name.value = ""
    text.focus()
    return true
  }

  name.addEventListener("input", (event) => {
    // Chosen from the list, not typed letter by letter: one name may begin like another.
    if (!event.inputType || event.inputType === "insertReplacementText") put()
  })
  name.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && name.value) {
      event.preventDefault()
      put()
    }
  })
}
