// What makes a finished page handier: colours, text size, sharing, embeds on demand, fragments. Every page works without.
const root = document.documentElement;

function keep(name, value) {
  try {
    if (value) localStorage.setItem(`warta:${name}`, value);
    else localStorage.removeItem(`warta:${name}`);
  } catch { /* the choice then holds for this page only */ }
}

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function themeButton(button) {
  const tell = () => button.setAttribute("aria-pressed", String(isDark()));
  tell();
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    keep("theme", root.dataset.theme);
    tell();
  });
}

function sizeButtons(group) {
  const tell = () => {
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String((root.dataset.size || "") === button.value));
    }
  };
  tell();
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.value) root.dataset.size = button.value;
    else delete root.dataset.size;
    keep("size", button.value);
    tell();
  });
}

function shareButton(button) {
  const { title, address, done } = button.dataset;
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) await navigator.share({ title, url: address });
      else {
        await navigator.clipboard.writeText(address);
        button.querySelector("[data-says]").textContent = done;
      }
    } catch { /* the reader closed the dialogue */ }
  });
}

function embedButton(button) {
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = button.dataset.embed;
    frame.title = button.dataset.title;
    frame.allow = "fullscreen; encrypted-media; picture-in-picture";
    frame.referrerPolicy = "strict-origin";
    frame.className = "embed__frame";
    button.closest(".embed__offer").replaceWith(frame);
    frame.focus();
  });
}

async function fillFrom(place, address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.ok) place.innerHTML = await answer.text();
  } catch { /* the place stays empty */ }
}

// What is private may depend on the article that the page shows: who may edit it is led there.
function privateAddress(place) {
  const article = document.querySelector("[data-article]");
  return article ? `${place.dataset.private}?article=${encodeURIComponent(article.dataset.article)}` : place.dataset.private;
}

function closeMenus(event) {
  if (event.type === "keydown" && event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(".door__menu[open]")) {
    const isInside = menu.contains(event.target);
    if (event.type === "click" && isInside) continue;
    menu.open = false;
    if (isInside) menu.querySelector("summary").focus();
  }
}

export function agoTimes(times) {
  const words = new Intl.RelativeTimeFormat(root.lang, { numeric: "always" });
  for (const time of times) {
    const minutes = Math.round((Date.now() - Date.parse(time.dateTime)) / 60000);
    if (minutes < 1 || minutes >= 360) continue;
    time.title = time.textContent.trim();
    time.textContent = minutes < 60 ? words.format(-minutes, "minute") : words.format(-Math.round(minutes / 60), "hour");
  }
}

function currentMenuEntry() {
  for (const entry of document.querySelectorAll(".menu__list [aria-current], .account__entries [aria-current]")) {
    entry.closest("ul").scrollLeft = entry.offsetLeft - 60;
  }
}

document.querySelectorAll("[data-theme-button]").forEach(themeButton);
document.querySelectorAll("[data-size-buttons]").forEach(sizeButtons);
document.querySelectorAll("[data-share]").forEach(shareButton);
document.querySelectorAll("button[data-embed]").forEach(embedButton);
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
document.querySelectorAll("[data-fragment]").forEach((place) => fillFrom(place, place.dataset.fragment));
if (/(^|; )signed_in=1/.test(document.cookie)) {
  document.querySelectorAll("[data-private]").forEach((place) => fillFrom(place, privateAddress(place)));
}
agoTimes(document.querySelectorAll("time[data-ago]"));
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
currentMenuEntry();
