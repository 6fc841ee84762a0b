// A page's form in a dialogue over this one: what stands in its [data-dialog], sent and answered in place.
function partOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector("[data-dialog]");
}

// Rejects when the page can't be shown here; whoever called then goes there.
export async function openDialog(address, closeWords) {
  const answer = await fetch(address, { credentials: "same-origin" });
  const part = answer.redirected ? null : partOf(await answer.text());
  if (!part) throw new Error("no dialogue");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  show(dialog, part, closeWords);
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => {
    const leaves = event.target === dialog || event.target.closest("[data-close]");
    if (!leaves) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("submit", (event) => send(event, dialog, closeWords));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

function show(dialog, part, closeWords) {
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "dialog__close", textContent: "×" });
  close.setAttribute("aria-label", closeWords);
  close.dataset.close = "";
  const title = part.querySelector("h1");
  if (title) {
    title.id = "dialog-title";
    dialog.setAttribute("aria-labelledby", title.id);
  }
  dialog.replaceChildren(close, ...part.childNodes);
}

async function send(event, dialog, closeWords) {
  event.preventDefault();
  const form = event.target;
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin",
    });
    const part = partOf(await answer.text());
    if (!part) throw new Error("no dialogue");
    show(dialog, part, closeWords);
    dialog.querySelector("a, button, input")?.focus();
  } catch {
    HTMLFormElement.prototype.submit.call(form);
  }
}
