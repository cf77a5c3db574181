// Pictures over the whole screen. What does it is fetched when it is first wanted; without it the link shows the picture.
const { viewer } = document.querySelector("script[data-viewer]").dataset;

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-view]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    const { open } = await import(viewer);
    open([...document.querySelectorAll("[data-view]")], link);
  } catch {
    location.assign(link.href);
  }
});
