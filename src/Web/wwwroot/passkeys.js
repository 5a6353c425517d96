// Passkeys: the browser opens its dialogue for script only. Where it cannot, the buttons stay hidden and password and codes do.
// @ts-check
"use strict";

const able = typeof PublicKeyCredential === "function" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

for (const element of able ? document.querySelectorAll("button[data-passkey]") : []) {
  const button = /** @type {HTMLButtonElement} */ (element);
  const form = /** @type {HTMLFormElement} */ (button.form);
  const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem(button.dataset.field ?? ""));
  const words = document.getElementById(button.dataset.words ?? "");
  button.hidden = false;
  button.addEventListener("click", async (event) => {
    if (answer.value) return;
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    if (words) words.hidden = true;
    try {
      const asked = await fetch(button.dataset.passkey ?? "", { headers: { Accept: "application/json" } });
      if (!asked.ok) throw new Error(String(asked.status));
      const { options, state } = await asked.json();
      const made = button.dataset.new
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      answer.value = JSON.stringify({ state, credential: made });
      form.requestSubmit(button);
    } catch {
      // Called off, no passkey for this address, or the line is down: say so and let the person choose.
      if (words) words.hidden = false;
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}
