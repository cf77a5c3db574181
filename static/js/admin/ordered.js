// A choice of several names is sent in the order in which they were chosen: that is how they are printed.

window.addEventListener("load", () => {
  django.jQuery(document).on("select2:select", "select[data-ordered]", (event) => {
    // By its value: what was found by a search knows no element, though it may have been chosen before.
    const chosen = [...event.target.options].find((option) => option.value === event.params.data.id)
    event.target.append(chosen)
    django.jQuery(event.target).trigger("change")
  })
})
