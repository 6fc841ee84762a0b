// The form for a comment where it will stand: under what it answers, or on top of the thread.
const FORM = "[data-writing]";

export function styles(addresses) {
  for (const href of addresses.split(" ")) {
    if (document.querySelector(`link[rel=stylesheet][href="${href}"]`)) continue;
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
  }
}

async function part(address, options = {}) {
  const headers = { "X-Fragment": "1" };
  const answer = await fetch(address, { credentials: "same-origin", headers, ...options });
  if (answer.redirected) throw new Error("elsewhere");
  return answer.text();
}

// `sent` is called with what became of the comment: {state, number}. Rejects when the form is not to be had here.
export async function openWriting(place, address, closeWords, sent) {
  const html = await part(address);
  document.querySelectorAll(".writing-here").forEach((other) => other.remove());
  const box = document.createElement("div");
  box.className = "writing-here";
  box.innerHTML = html;
  if (!box.querySelector(FORM)) throw new Error("no form");
  place.after(box);
  begin(box, closeWords, sent);
}

function begin(box, closeWords, sent) {
  box.querySelector(".writing__answered")?.remove();
  box.querySelector("textarea")?.focus();
  const form = box.querySelector(FORM);
  const leave = form?.querySelector(".form__actions a");
  if (leave) leave.textContent = closeWords;
  leave?.addEventListener("click", (event) => {
    event.preventDefault();
    box.remove();
  });
  form?.addEventListener("submit", (event) => send(event, box, closeWords, sent));
}

async function send(event, box, closeWords, sent) {
  const form = event.target;
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  event.preventDefault();
  const buttons = form.querySelectorAll("button");
  buttons.forEach((button) => { button.disabled = true; });
  try {
    box.innerHTML = await part(form.action, { method: "POST", body: fields });
  } catch {
    buttons.forEach((button) => { button.disabled = false; });
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  const outcome = box.querySelector("[data-state]");
  if (!outcome) {
    begin(box, closeWords, sent);
    return;
  }
  sent({ state: outcome.dataset.state, number: Number(outcome.dataset.comment) }, box);
}
