// A choice of several names is sent in the order in which they were chosen: that is how they are printed.

window.addEventListener("load", () => {
  django.jQuery(document).on("select2:select", "select[data-ordered]", (event) => {
    event.target.append(event.params.data.element)
    django.jQuery(event.target).trigger("change")
  })
})
