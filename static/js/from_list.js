// Remembers for the next page that it was chosen from the list of the most read, which is not to feed itself.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-from-list]");
  if (!link) return;
  try {
    sessionStorage.setItem("from-list", link.dataset.fromList);
  } catch {
    // Storage is closed to us: it counts like any other.
  }
});
