// Asks before a page with unsaved text is left, by a link or by one of the workflow's buttons.

const form = document.getElementById("article_form")
let changed = false

const note = () => {
  changed = true
}

if (form) {
  form.addEventListener("input", note)
  // The choices with search tell only jQuery.
  django.jQuery(form).on("change", note)
  form.addEventListener("submit", () => {
    changed = false
  })
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault()
  })
}
