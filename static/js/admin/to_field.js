// Leads from a sentence about a field into the field, whatever stands in its place: a choice with search, or the editor.

const IN_ITS_PLACE = [".prose-editor > .ProseMirror", ".select2-search__field", ".select2-selection", "input:not([type=hidden]), textarea, select"]

for (const link of document.querySelectorAll("a[data-to-field]")) {
  link.addEventListener("click", (event) => {
    const row = document.querySelector(`.form-row.field-${link.dataset.toField}`)
    const place = row && IN_ITS_PLACE.map((selector) => row.querySelector(selector)).find(Boolean)
    if (!place) return
    event.preventDefault()
    row.scrollIntoView({ block: "center" })
    place.focus({ preventScroll: true })
  })
}
