// Puts a piece of a page in its place, once the sheets it brings along are there. `keeping` does it so that something stays.
export async function fill(place, html, keeping = (change) => change()) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const sheets = [...made.content.querySelectorAll("link")].map((sheet) => {
    sheet.remove();
    if (document.querySelector(`link[href="${sheet.getAttribute("href")}"]`)) return null;
    return new Promise((done) => {
      sheet.onload = sheet.onerror = done;
      document.head.append(sheet);
    });
  });
  await Promise.all(sheets);
  await keeping(() => place.replaceChildren(made.content));
}
