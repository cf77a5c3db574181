// Choices with search say what they are for: Select2 hides the labelled field behind parts without a name.

const nameOf = (select) => {
  const column = select.closest("td")?.className.match(/field-(\w+)/)?.[1]
  const heading = column && select.closest("table")?.querySelector(`th.column-${column}`)
  return (select.labels[0] ?? heading)?.textContent.replace(/[:\s]+$/, "").trim()
}

const giveName = (select) => {
  const choice = django.jQuery(select).data("select2")
  const name = choice && nameOf(select)
  if (!name) return
  const parts = [choice.$selection, choice.$container.add(choice.$dropdown).find(".select2-search__field, .select2-results__options")]
  for (const part of parts) part.attr("aria-label", name)
  // Its text is part of the combobox around it, not a box of its own.
  choice.$selection.removeAttr("aria-labelledby").find(".select2-selection__rendered").removeAttr("role aria-readonly")
}

const giveNames = (within) => within.querySelectorAll(".admin-autocomplete").forEach(giveName)

if (window.django?.jQuery) {
  // Behind admin/autocomplete.js, which makes the choices in the same way; "load" may come before that.
  django.jQuery(() => giveNames(document))
  document.addEventListener("formset:added", (event) => giveNames(event.target))
}
