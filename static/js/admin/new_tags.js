// A tag that is written and not chosen is sent with a comma behind it: "2026," is a name, 2026 is the number of a tag.

// On its way down, so that it comes before admin/autocomplete.js makes the choices from these defaults.
window.addEventListener(
  "DOMContentLoaded",
  () => {
    django.jQuery.fn.select2.defaults.set("createTag", ({ term }) => {
      const name = term.replace(/[,،؛]/g, " ").trim()
      return name ? { id: `${name},`, text: name } : null
    })
  },
  { capture: true },
)
