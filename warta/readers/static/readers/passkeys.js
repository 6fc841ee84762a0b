// Passkeys: the one thing of an account that a form can't do by itself. The browser's dialogue fills the form's field.
const fromText = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function withBytes(options) {
  const key = structuredClone(options.publicKey ?? options);
  key.challenge = fromText(key.challenge);
  if (key.user) key.user.id = fromText(key.user.id);
  for (const list of [key.allowCredentials, key.excludeCredentials]) {
    for (const entry of list ?? []) entry.id = fromText(entry.id);
  }
  return { publicKey: key };
}

const BYTES = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function asText(credential) {
  const response = {};
  for (const name of BYTES) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function optionsOf(form) {
  const written = document.getElementById("passkey-options");
  if (written) return JSON.parse(written.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  return (await answer.json()).request_options;
}

async function ask(form) {
  const options = withBytes(await optionsOf(form));
  const isNew = form.dataset.passkey === "add";
  return isNew ? navigator.credentials.create(options) : navigator.credentials.get(options);
}

function passkeyForm(form) {
  const says = form.querySelector("[data-says]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    says.hidden = true;
    try {
      form.elements.credential.value = asText(await ask(form));
      form.submit();
    } catch { // closed by the person, refused by the device, or not possible in this browser
      says.textContent = form.dataset.trouble;
      says.hidden = false;
    }
  });
}

const forms = document.querySelectorAll("form[data-passkey]");
if (window.PublicKeyCredential) forms.forEach(passkeyForm);
else forms.forEach((form) => { form.hidden = form.dataset.passkey !== "add"; });
