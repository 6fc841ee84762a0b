// Counts letters as they are typed, and keeps each citation's key its own.
(() => {
  const words = JSON.parse(document.getElementById("warta-newsroom-words")?.textContent || "{}");
  const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  const KEY_LENGTH = 8;

  const newKey = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(KEY_LENGTH)), (byte) => ALPHABET[byte % ALPHABET.length]).join("");

  // Every new row comes from one template and would share its key.
  const keepKeysApart = () => {
    const seen = new Set();
    for (const input of document.querySelectorAll("[data-warta-citation-key]")) {
      if (input.name.includes("__prefix__")) continue;
      if (!input.value || seen.has(input.value)) input.value = newKey();
      seen.add(input.value);
    }
  };

  class Count extends window.StimulusModule.Controller {
    static values = { advised: Number };

    connect() {
      this.input = this.element.querySelector("input[type=text], textarea");
      if (!this.input) return;
      this.shown = document.createElement("span");
      this.shown.className = "warta-count";
      this.shown.setAttribute("aria-hidden", "true");
      this.input.insertAdjacentElement("afterend", this.shown);
      this.show = () => {
        const length = [...this.input.value].length;
        this.shown.textContent = (words.count || "%s / %s").replace("%s", length).replace("%s", this.advisedValue);
        this.shown.classList.toggle("warta-count--over", length > this.advisedValue);
      };
      this.input.addEventListener("input", this.show);
      this.show();
    }

    disconnect() {
      this.input?.removeEventListener("input", this.show);
      this.shown?.remove();
    }
  }

  window.wagtail.app.register("warta-count", Count);

  document.addEventListener("DOMContentLoaded", () => {
    const rows = document.getElementById("id_citations-FORMS");
    if (!rows) return;
    keepKeysApart();
    new MutationObserver(keepKeysApart).observe(rows, { childList: true });
  });
})();
