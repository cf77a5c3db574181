// Asks before a page with unsaved text is left, by a link or by one of the workflow's buttons.

const form = document.getElementById("article_form")
// Marked by the page where it gives back what was typed and could not be saved.
let changed = document.querySelector("[data-unsaved]") !== null

const note = () => {
  changed = true
}

if (form) {
  // The choices with search tell only jQuery. (Not "change": Django sends that of its own accord while the page is made ready.)
  django.jQuery(form).on("input", note)
  form.addEventListener("submit", ({ submitter }) => {
    // What opens in another tab, a preview, saves nothing.
    if (submitter?.formTarget !== "_blank") changed = false
  })
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault()
  })
}
