// Looks again every two seconds while the page is seen and nobody is busy inside.
const SECONDS = 2;

class AlertsLive extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.look(), SECONDS * 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async look() {
    if (document.hidden || this.isBusy()) return;
    try {
      const answer = await fetch(this.dataset.address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || answer.redirected) return;
      const content = await answer.text();
      if (content !== this.shown && !this.isBusy()) this.innerHTML = content;
      this.shown = content;
    } catch {
      // The line is down for a moment; the next look will tell.
    }
  }

  isBusy() {
    const typed = [...this.querySelectorAll("input[type=text]")].some((field) => field.value);
    return typed || (this.contains(document.activeElement) && document.activeElement !== this);
  }
}

customElements.define("alerts-live", AlertsLive);
