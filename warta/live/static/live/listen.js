// Listens to a channel of the site as long as its page can be seen, and passes on what it hears as events in the page.
//
//   import { listen } from "../live/listen.js";
//   const stop = listen("article-7", element);
//   element.addEventListener("live:notice", (event) => event.detail.payload.comments);
//   element.addEventListener("live:open", (event) => event.detail.missed && readAgain());
//
// or <live-channel name="article-7">…</live-channel>, on which the same events happen; both bubble. A notice may come
// twice and says how things are, not what to add. `live:open` comes whenever the line is there: `missed` says that the
// page may be older than the notices still held, so that it had better be read again.
const FIRST_PAUSE = 5_000; // milliseconds, doubled after each refusal
const LONGEST_PAUSE = 300_000;
const HELD = 540_000; // the server holds notices for ten minutes; a minute less, for clocks and slow lines

export function listen(name, target = document) {
  const line = new Line(name, target);
  line.follow();
  return () => line.stop();
}

class Line {
  constructor(name, target) {
    this.name = name;
    this.target = target;
    this.source = null;
    this.position = "";
    this.heardAt = Date.now();
    this.pause = FIRST_PAUSE;
    this.timer = 0;
    this.leaving = new AbortController();
  }

  follow() {
    const { signal } = this.leaving;
    const look = () => (document.visibilityState === "visible" ? this.open() : this.close());
    document.addEventListener("visibilitychange", look, { signal });
    addEventListener("pageshow", look, { signal });
    addEventListener("pagehide", () => this.close(), { signal });
    addEventListener("online", () => { this.pause = FIRST_PAUSE; this.close(); look(); }, { signal });
    look();
  }

  stop() {
    this.leaving.abort();
    this.close();
  }

  open() {
    if (this.source || this.timer) return;
    const after = this.position ? `?after=${this.position}` : "";
    this.source = new EventSource(`/live/${this.name}${after}`);
    this.source.addEventListener("begun", (event) => this.begun(event));
    this.source.addEventListener("message", (event) => this.heard(event));
    this.source.addEventListener("error", () => this.failed());
  }

  close() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.source) return;
    this.source.close();
    this.source = null;
    this.heardAt = Date.now();
  }

  // The server says where the notices stand; what was missed follows.
  begun(event) {
    const missed = !this.position || Date.now() - this.heardAt > HELD;
    this.position ||= event.lastEventId;
    this.pause = FIRST_PAUSE;
    this.heardAt = Date.now();
    this.tell("live:open", { missed });
  }

  heard(event) {
    this.position = event.lastEventId;
    this.heardAt = Date.now();
    this.tell("live:notice", { payload: JSON.parse(event.data) });
  }

  // A line that broke is taken up again by the browser itself. One that was refused is not: that is left to us.
  failed() {
    if (this.source?.readyState !== EventSource.CLOSED) return;
    this.close();
    const pause = this.pause * (0.5 + Math.random());
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    this.timer = setTimeout(() => {
      this.timer = 0;
      if (document.visibilityState === "visible") this.open();
    }, pause);
  }

  tell(kind, more) {
    this.target.dispatchEvent(new CustomEvent(kind, { bubbles: true, detail: { channel: this.name, ...more } }));
  }
}

class LiveChannel extends HTMLElement {
  connectedCallback() {
    this.stop = listen(this.getAttribute("name"), this);
  }

  disconnectedCallback() {
    this.stop?.();
  }
}

customElements.define("live-channel", LiveChannel);
