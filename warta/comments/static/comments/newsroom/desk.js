// The desk by keyboard: forms stay forms, this sends them in the background and holds the comment that is looked at.
const RENEW_SECONDS = 20;
const LOOK_SECONDS = 8;
const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select";

class ModerationDesk extends HTMLElement {
  connectedCallback() {
    this.active = null;
    this.undoing = [];
    this.addEventListener("submit", (event) => this.onSubmit(event));
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("focusin", (event) => this.onFocus(event));
    this.addEventListener("change", () => this.countChosen());
    // Before Wagtail's own "?" and only where nobody types.
    this.onKey = (event) => this.key(event);
    if (this.dataset.keys === "on") document.addEventListener("keydown", this.onKey, true);
    this.timers = [
      setInterval(() => document.hidden || this.hold(), RENEW_SECONDS * 1000),
      setInterval(() => document.hidden || this.look(), LOOK_SECONDS * 1000),
    ];
    this.onLeave = () => this.letGo(this.active);
    window.addEventListener("pagehide", this.onLeave);
    this.querySelector("[data-help]")?.removeAttribute("hidden");
    this.querySelector("[data-all]")?.removeAttribute("hidden");
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey, true);
    window.removeEventListener("pagehide", this.onLeave);
    this.timers.forEach(clearInterval);
  }

  get cards() {
    return [...this.querySelectorAll(".desk-card")];
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const help = this.querySelector(".desk-help");
    if (help?.open || document.querySelector("dialog[open], [role=dialog]:not([hidden]):not([aria-hidden=true])")) return;
    if (event.target.closest?.(TYPING)) {
      if (event.key === "Escape") this.active?.focus();
      return;
    }
    const act = this.actFor(event.key);
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }

  actFor(key) {
    const refuse = this.active?.querySelector("[data-refuse]");
    if (refuse?.open && /^[1-9]$/.test(key)) return () => this.refuseFor(refuse, Number(key));
    if (key === "Escape" && refuse?.open) return () => { refuse.open = false; this.active.focus(); };
    return {
      j: () => this.step(1),
      k: () => this.step(-1),
      a: () => this.press("approve"),
      h: () => this.press("hold"),
      r: () => this.openReasons(refuse),
      u: () => this.undoLast(),
      x: () => this.active?.querySelector("[name=chosen]")?.click(),
      s: () => this.active?.querySelector("[data-person]") && this.go(`${this.active.querySelector("[data-person]").href}#suspend`),
      c: () => this.active?.querySelectorAll("details.desk-context").forEach((one) => { one.open = !one.open; }),
      "?": () => this.querySelector(".desk-help")?.showModal(),
    }[key];
  }

  go(address) {
    location.assign(address);
  }

  step(by) {
    const cards = this.cards;
    const at = cards.indexOf(this.active);
    const next = at < 0 ? cards[0] : cards[Math.min(Math.max(at + by, 0), cards.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  press(act) {
    const button = this.active?.querySelector(`[data-act=${act}]`);
    if (button) button.form.requestSubmit(button);
    else this.step(1);
  }

  openReasons(refuse) {
    if (!refuse) return;
    refuse.open = true;
    refuse.querySelector("[name=reason]").focus();
    refuse.scrollIntoView({ block: "nearest" });
  }

  refuseFor(refuse, number) {
    const choice = refuse.querySelectorAll("[name=reason]")[number - 1];
    if (!choice) return;
    choice.checked = true;
    this.press("refuse");
  }

  undoLast() {
    const button = this.undoing.pop() ?? this.closest(".desk")?.querySelector("[data-undo]");
    if (button?.isConnected) button.form ? button.form.requestSubmit(button) : button.click();
  }

  onFocus(event) {
    const card = event.target.closest(".desk-card");
    if (!card || card === this.active) return;
    this.letGo(this.active);
    this.active?.classList.remove("is-active");
    this.active = card;
    card.classList.add("is-active");
    this.hold();
  }

  onClick(event) {
    if (event.target.closest("[data-help]")) this.querySelector(".desk-help").showModal();
    if (event.target.matches("[data-choose-all]")) {
      this.querySelectorAll("[name=chosen]").forEach((box) => { box.checked = event.target.checked; });
    }
    const undo = event.target.closest("[data-undo-at]");
    if (undo) this.takeBack(undo);
    const card = event.target.closest(".desk-card");
    if (card && !event.target.closest("a, button, input, label, select, summary, textarea")) card.focus({ preventScroll: true });
  }

  countChosen() {
    const chosen = this.querySelectorAll("[name=chosen]:checked").length;
    const shown = this.querySelector("[data-chosen-count]");
    if (shown) shown.textContent = chosen ? String(chosen) : "";
  }

  async onSubmit(event) {
    const form = event.target.closest("[data-acts]");
    if (!form) return;
    event.preventDefault();
    const card = form.closest(".desk-card");
    const trouble = form.querySelector(".desk-acts__trouble");
    const answer = await this.send(form.action, new FormData(form, event.submitter));
    if (answer.done) return this.settle(card, answer);
    trouble.textContent = answer.trouble || this.dataset.failed;
    trouble.hidden = false;
  }

  async send(address, data) {
    try {
      const answer = await fetch(address, { method: "POST", body: data, headers: { "X-Requested-With": "XMLHttpRequest" } });
      return answer.redirected ? {} : await answer.json();
    } catch {
      return {};
    }
  }

  settle(card, answer) {
    const after = this.cards.slice(this.cards.indexOf(card) + 1);
    const isFree = (one) => !one.classList.contains("desk-card--taken");
    const next = after.find(isFree) ?? this.cards.find((one) => one !== card && isFree(one));
    const line = document.createElement("p");
    line.className = "desk-done";
    line.dataset.id = card.dataset.id;
    line.setAttribute("role", "status");
    const words = document.createElement("strong");
    words.textContent = answer.done;
    const text = document.createElement("span");
    text.className = "desk-done__text";
    text.textContent = card.querySelector(".desk-text").textContent.trim();
    const undo = document.createElement("button");
    undo.className = "button button-small button-secondary";
    undo.type = "button";
    undo.textContent = this.dataset.undo;
    undo.dataset.undoAt = answer.undo;
    undo.card = card;
    line.append(words, text, undo);
    this.undoing.push(undo);
    card.replaceWith(line);
    this.active = null;
    this.countChosen();
    if (next) next.focus();
    else this.end();
  }

  async takeBack(button) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", this.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await this.send(button.dataset.undoAt, data);
    const line = button.closest(".desk-done");
    if (answer.done) {
      // Its state is another one now; the page that comes knows it.
      location.reload();
    } else {
      line.querySelector("strong").textContent = answer.trouble || this.dataset.failed;
      button.remove();
    }
  }

  end() {
    const cards = this.querySelector(".desk-cards");
    if (!cards || this.querySelector(".desk-end")) return;
    const line = document.createElement("p");
    line.className = "desk-end";
    const link = document.createElement("a");
    link.className = "button";
    link.href = location.pathname;
    link.textContent = this.dataset.more;
    line.append(`${this.dataset.end} `, link);
    cards.after(line);
    link.focus();
  }

  async hold() {
    const card = this.active;
    if (!card) return;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", this.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await this.send(card.dataset.claim, data);
    if (answer.is_mine === undefined) return;
    this.show(card, answer.is_mine ? "" : answer.words);
  }

  letGo(card) {
    const token = this.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!card || !token) return;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", token);
    fetch(card.dataset.release, { method: "POST", body: data, keepalive: true }).catch(() => {});
  }

  async look() {
    const ids = this.cards.map((card) => `id=${card.dataset.id}`).join("&");
    if (!ids) return;
    try {
      const answer = await fetch(`${this.dataset.holders}?${ids}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || answer.redirected) return;
      const { held, gone } = await answer.json();
      for (const card of this.cards) {
        const id = card.dataset.id;
        if (gone.includes(Number(id))) this.show(card, this.dataset.gone);
        else if (held[id]) this.show(card, this.dataset.holds.replace("%s", held[id]));
        else if (card !== this.active) this.show(card, "");
      }
    } catch {
      // The line is down for a moment; the next look will tell.
    }
  }

  show(card, words) {
    const holder = card.querySelector("[data-holder]");
    if (holder.textContent.trim() !== words) holder.textContent = words;
    holder.hidden = !words;
    card.classList.toggle("desk-card--taken", Boolean(words));
  }
}

customElements.define("moderation-desk", ModerationDesk);
