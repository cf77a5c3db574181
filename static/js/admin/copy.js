// Copies the field a button names. Without a script the field itself can be selected and copied.
for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) break
  const field = document.getElementById(button.dataset.copies)
  const status = button.parentElement.querySelector("[role=status]")
  button.hidden = false
  button.addEventListener("click", async () => {
    field.select()
    await navigator.clipboard.writeText(field.value)
    status.textContent = button.dataset.said
    setTimeout(() => (status.textContent = ""), 4000)
  })
}
