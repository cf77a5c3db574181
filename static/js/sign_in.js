// “Sign in” opens a dialog over the page, and gives its place to the account of whoever is signed in. Both are fetched
// when needed, so that the page is the same for everybody. Without this script it is a link.
const { dialog, menu, account } = document.querySelector("script[data-account]").dataset;
const links = document.querySelectorAll("[data-sign-in]");

// The sign-in page needs no second one over itself.
if (!document.querySelector("[data-door]")) {
  for (const link of links) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      try {
        await (await import(dialog)).open(link.href);
      } catch {
        location.assign(link.href);
      }
    });
  }
}

// A marker that opens nothing; the session's own cookie is out of reach for scripts.
if (document.cookie.split("; ").includes("signed_in=1")) {
  (await import(menu)).show(links, account);
}
