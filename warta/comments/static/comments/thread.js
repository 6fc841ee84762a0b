// A thread that comes when it is near, and what one can do in it without leaving the page. Everything it does is also a
// link that works without: what fails here leads there.
import { agoTimes } from "../theme/reader.js";
import { openDialog } from "./dialog.js";
import { openWriting, styles } from "./writing.js";

const NEAR = "900px";
const MOST_TRIES = 5; // for a page that is pressed again within a second or two
const PAUSE = 1200;
const isSignedIn = () => /(^|; )signed_in=1/.test(document.cookie);

async function textOf(address) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-cache" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

class CommentThread extends HTMLElement {
  connectedCallback() {
    this.mine = null;
    this.known = 0;
    this.addEventListener("click", (event) => this.clicked(event));
    if (this.hasAttribute("src")) this.loadWhenNear();
    else this.begin();
  }

  get thread() { return this.querySelector("[data-thread]"); }

  loadWhenNear() {
    const load = () => this.swap(this.getAttribute("src"), { moves: false }).catch(() => {});
    if (/^#comment/.test(location.hash) || !("IntersectionObserver" in window)) {
      load();
      return;
    }
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      load();
    }, { rootMargin: NEAR });
    watch.observe(this);
  }

  // Another page of the thread in place of this one. `moves`: to its beginning, as following a link would.
  async swap(address, { moves = true } = {}) {
    this.setAttribute("aria-busy", "true");
    try {
      const content = parsed(await textOf(address));
      this.replaceChildren(content);
    } finally {
      this.removeAttribute("aria-busy");
    }
    this.begin();
    if (!moves) return;
    this.scrollIntoView({ block: "start" });
    this.querySelector(".thread__title")?.focus({ preventScroll: true });
  }

  begin() {
    agoTimes(this.querySelectorAll("time[data-ago]"));
    const { count } = this.thread?.dataset ?? {};
    if (count !== undefined) {
      this.known = Number(count);
      this.tellCount(this.known);
    }
    this.overlay();
    this.listen();
  }

  tellCount(count) {
    for (const place of document.querySelectorAll("[data-comment-count]")) place.textContent = count || "";
  }

  async listen() {
    if (this.isListening || !this.thread) return;
    this.isListening = true;
    this.addEventListener("live:notice", (event) => this.heard(event.detail.payload));
    try {
      const { listen } = await import("../live/listen.js");
      listen(`article-${this.getAttribute("article")}`, this);
    } catch { /* without it new comments are seen when the page is opened again */ }
  }

  heard({ comments }) {
    if (typeof comments !== "number") return;
    const place = this.querySelector("[data-arrivals]");
    if (!place) return;
    if (!this.known && this.thread.dataset.count === undefined) this.known = comments - 1;
    const fresh = comments - this.known;
    this.latest = comments;
    if (fresh <= 0) {
      place.replaceChildren();
      return;
    }
    const words = fresh === 1 ? place.dataset.one : place.dataset.many.replace("NUMBER", fresh);
    let button = place.querySelector("button");
    if (!button) {
      button = document.createElement("button");
      button.type = "button";
      button.className = "arrivals";
      button.addEventListener("click", () => this.showNew());
      place.append(button);
    }
    button.textContent = words;
  }

  async showNew() {
    const address = this.thread.dataset.newest;
    const wanted = this.latest;
    try {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const content = parsed(await textOf(address));
        const count = Number(content.querySelector("[data-count]")?.dataset.count ?? 0);
        if (count >= wanted || tries === MOST_TRIES - 1) {
          this.replaceChildren(content);
          this.begin();
          this.querySelector(".thread__title")?.focus({ preventScroll: true });
          return;
        }
        await wait(PAUSE);
      }
    } catch { this.say(this.dataset.failed); }
  }

  // What is one's own: asked for once, laid over each page of the thread that is shown.
  async overlay() {
    if (!isSignedIn()) return;
    try {
      this.asked ??= fetch(`${this.getAttribute("overlay")}?article=${this.getAttribute("article")}`, {
        credentials: "same-origin", headers: { Accept: "application/json" },
      }).then((answer) => (answer.ok ? answer.json() : null));
      this.mine = await this.asked;
    } catch { this.mine = null; }
    if (this.mine?.token) this.layOver();
  }

  layOver() {
    const { likes, muted, own, self } = this.mine;
    const place = this.querySelector("[data-own]");
    if (place) {
      if (own) styles(this.dataset.styles);
      place.replaceChildren(parsed(own));
      agoTimes(place.querySelectorAll("time[data-ago]"));
    }
    const [liked, mutedMarks] = [new Set(likes), new Set(muted)];
    for (const comment of this.querySelectorAll("[data-comment]")) {
      this.showLiked(comment, liked.has(Number(comment.dataset.comment)));
      this.showMuted(comment, mutedMarks.has(comment.dataset.mark));
      comment.classList.toggle("comment--own", comment.dataset.mark === self);
    }
  }

  showLiked(comment, isLiked) {
    const link = comment.querySelector("[data-act=like]");
    if (!link) return;
    link.setAttribute("role", "button");
    link.setAttribute("aria-pressed", String(isLiked));
  }

  // A muted comment gives way to one line that can bring it back.
  showMuted(comment, isMuted) {
    const before = comment.previousElementSibling?.matches(".comment-muted") ? comment.previousElementSibling : null;
    comment.hidden = isMuted;
    before?.remove();
    if (!isMuted) return;
    const line = document.createElement("p");
    line.className = "comment-muted";
    line.append(`${this.dataset.muted} `);
    for (const [act, words] of [["show", this.dataset.show], ["unmute", this.dataset.unmute]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "comment-muted__act", textContent: words });
      button.addEventListener("click", () => (act === "show" ? this.reveal(comment) : this.mute(comment, false)));
      line.append(button, " ");
    }
    comment.before(line);
  }

  reveal(comment) {
    comment.previousElementSibling?.remove();
    comment.hidden = false;
    comment.setAttribute("tabindex", "-1");
    comment.focus();
  }

  clicked(event) {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const { swap, replies, act } = link.dataset;
    if (swap && this.hasAttribute("src")) this.instead(event, this.swap(swap), link);
    else if (replies) this.instead(event, this.unfold(link), link);
    else if (act === "link" && navigator.clipboard) this.instead(event, this.copy(link), link);
    else if (act && this.mine?.token) this.act(event, act, link);
  }

  // What can't be done here is done where the link leads.
  instead(event, doing, link) {
    event.preventDefault();
    doing.catch(() => { location.href = link.href; });
  }

  act(event, act, link) {
    const comment = link.closest("[data-comment]");
    styles(this.dataset.styles);
    if (act === "reply" || act === "write") this.instead(event, this.write(link, comment), link);
    if (act === "like") this.instead(event, this.like(comment, link), link);
    if (act === "mute") this.instead(event, this.mute(comment, true), link);
    if (act === "report") this.instead(event, openDialog(link.href, this.dataset.close), link);
    comment?.querySelector(".comment__more")?.removeAttribute("open");
  }

  async unfold(link) {
    const content = parsed(await textOf(link.dataset.replies));
    const replies = content.querySelector(".thread__replies");
    const pages = content.querySelector(".thread__pages [rel=next]");
    if (pages) {
      const further = document.createElement("li");
      further.className = "thread__further";
      pages.dataset.replies = pages.dataset.swap;
      delete pages.dataset.swap;
      pages.className = "";
      further.append(pages);
      replies.append(further);
    }
    const first = replies.firstElementChild?.querySelector("[data-comment]")?.id;
    const list = link.closest(".thread__replies");
    if (link.rel === "next") link.parentElement.replaceWith(...replies.children);
    else list.replaceChildren(...replies.children);
    this.begin();
    const shown = first && document.getElementById(first);
    shown?.setAttribute("tabindex", "-1");
    shown?.focus({ preventScroll: true });
  }

  async copy(link) {
    await navigator.clipboard.writeText(link.href);
    link.closest("details")?.removeAttribute("open");
    this.say(this.dataset.copied);
  }

  // In place, for who is signed in. What was published is then looked for on the newest page, what waits among one's own.
  async write(link, comment) {
    const place = comment ?? link.closest(".thread__write, .thread__empty");
    await openWriting(place, link.href, this.dataset.close, async (outcome, box) => {
      if (outcome.state === "published") {
        this.latest = this.known + 1;
        box.remove();
        await (comment ? this.unfoldRoot(comment) : this.showNew());
        this.showOne(outcome.number);
      } else {
        this.asked = null;
        await this.overlay();
      }
    });
  }

  async unfoldRoot(comment) {
    const entry = comment.closest(".entry-of-thread");
    const root = entry.querySelector("[data-comment]").dataset.comment;
    await wait(PAUSE);
    const address = `${this.dataset.home}replies/${root}/1/fragment/`;
    const content = parsed(await textOf(address)).querySelector(".thread__replies");
    entry.querySelector(".thread__replies")?.remove();
    if (content) entry.append(content);
    this.begin();
  }

  showOne(number) {
    const shown = document.getElementById(`comment-${number}`);
    if (!shown) return;
    shown.setAttribute("tabindex", "-1");
    shown.classList.add("comment--fresh");
    shown.focus();
  }

  async like(comment, link) {
    const isLiked = link.getAttribute("aria-pressed") === "true";
    const { liked } = await this.send(link.href, isLiked ? { undo: "1" } : {});
    if (liked === isLiked) return;
    const place = comment.querySelector("[data-likes]");
    place.dataset.likes = Math.max(0, Number(place.dataset.likes) + (liked ? 1 : -1));
    place.textContent = Number(place.dataset.likes) || "";
    this.showLiked(comment, liked);
    const number = Number(comment.dataset.comment);
    this.mine.likes = liked ? [...this.mine.likes, number] : this.mine.likes.filter((other) => other !== number);
  }

  async mute(comment, isToMute) {
    const address = comment.querySelector("[data-act=mute]").href;
    const { muted, mark } = await this.send(address, isToMute ? {} : { undo: "1" });
    this.mine.muted = muted ? [...this.mine.muted, mark] : this.mine.muted.filter((other) => other !== mark);
    this.layOver();
  }

  async send(address, fields) {
    const answer = await fetch(address, {
      method: "POST", credentials: "same-origin", body: new URLSearchParams(fields),
      headers: { Accept: "application/json", "X-CSRFToken": this.mine.token },
    });
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (answer.ok && !answer.redirected) return told;
    if (!told.error) throw new Error(String(answer.status));
    this.say(told.error);
    return {};
  }

  say(words) {
    const place = this.querySelector("[data-said]");
    if (!place) return;
    place.textContent = words;
    setTimeout(() => { if (place.textContent === words) place.textContent = ""; }, 6000);
  }
}

// A menu of a comment closes when one turns elsewhere.
function closeMenus(event) {
  for (const menu of document.querySelectorAll(".comment__more[open]")) {
    const isInside = menu.contains(event.target);
    if (event.type === "click" ? isInside : event.key !== "Escape") continue;
    menu.open = false;
    if (isInside) menu.querySelector("summary").focus();
  }
}

customElements.define("comment-thread", CommentThread);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
