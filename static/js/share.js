// Copying the short address, the device's own sharing, printing. The links to the networks work without it.
for (const bar of document.querySelectorAll("[data-share]")) {
  const { copied, passedOn, title } = bar.dataset;
  const shared = (channel) => bar.dispatchEvent(new CustomEvent("shared", { bubbles: true, detail: channel }));
  const toast = bar.querySelector("[role=status]");

  bar.querySelector("[data-copy]").addEventListener("click", async (event) => {
    if (!navigator.clipboard) return;
    event.preventDefault();
    await navigator.clipboard.writeText(copied);
    shared("cp");
    toast.textContent = toast.dataset.said;
    setTimeout(() => (toast.textContent = ""), 4000);
  });

  const share = bar.querySelector("[data-device-share]");
  if (navigator.share) {
    share.hidden = false;
    share.addEventListener("click", () => navigator.share({ title, url: passedOn }).then(() => shared("dv"), () => {}));
  }

  for (const link of bar.querySelectorAll("[data-channel]")) {
    link.addEventListener("click", () => shared(link.dataset.channel));
  }

  const print = bar.querySelector("[data-print]");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
