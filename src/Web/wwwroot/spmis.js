// Conveniences only: every page works without this file.
// @ts-check
"use strict";

// A second click while the first is on its way sends nothing. The server would notice too (form-key).
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.method !== "post") return;
  if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < 20000) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = String(Date.now());
  event.submitter?.setAttribute("aria-busy", "true");
});

// Back from the next page: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

// A click elsewhere closes the list of languages.
document.addEventListener("click", (event) => {
  const list = document.querySelector(".lang[open]");
  if (list && !list.contains(/** @type {Node} */ (event.target))) list.removeAttribute("open");
});

// A running job: fetch the same page and replace only the region.
const look = async () => {
  const old = document.querySelector("[data-refresh]");
  if (!old) return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return location.reload();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(old.id);
      if (!fresh || !fresh.hasAttribute("data-refresh")) return location.reload();
      old.replaceWith(document.importNode(fresh, true));
    } catch {
      // The line is down; the next round tries again.
    }
  }
  setTimeout(look, 2000);
};
if (document.querySelector("[data-refresh]")) setTimeout(look, 2000);
