// The form that takes a proof and the words that tell what was found. The words themselves stand in the page.
const STEPS = {
  file: ["file", "form"],
  rules: ["rules", "counts"],
  list: ["list", "root"],
  seal: ["seal", "published", "chain", "early"],
  beacon: ["round", "signature"],
  draw: ["order", "result"],
  prizes: ["passing", "holders"],
  receipt: ["receipt"],
};
const DRAWN_STEPS = new Set(["beacon", "draw", "prizes"]);
const SHOWN_AT_ONCE = 200; // holders; the rest is in the file

class DrawCheck extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.file = this.form.elements.bundle;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.begin();
    });
    this.file.addEventListener("change", () => this.keep(this.file.files[0], ""));
    this.acceptDrops(this.part("drop"));
    const address = this.dataset.bundle || new URLSearchParams(location.search).get("bundle");
    if (address) this.take(address);
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  // A word of the page, with what stands in braces filled in.
  word(name, facts = {}) {
    const text = this.querySelector("template").content.querySelector(`[data-word="${name}"]`).textContent;
    return text.replace(/\{(\w+)\}/g, (whole, key) => this.written(key, facts[key]) ?? whole);
  }

  written(key, value) {
    const language = document.documentElement.lang;
    if (key === "round") return `${value}`; // a name rather than an amount
    if (typeof value === "number") return new Intl.NumberFormat(language).format(value);
    if (!/_at$/.test(key) || !value) return value;
    const form = { dateStyle: "long", timeStyle: "medium", timeZone: this.dataset.zone };
    return new Intl.DateTimeFormat(language, form).format(new Date(value));
  }

  // The browser itself names a file that was chosen, but not one that was dropped.
  keep(file, name) {
    this.bytes = file ? file.arrayBuffer() : null;
    this.part("chosen").textContent = name;
  }

  acceptDrops(zone) {
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.add("drop--over");
      });
    }
    zone.addEventListener("dragleave", () => zone.classList.remove("drop--over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("drop--over");
      if (event.dataTransfer.files.length) {
        const [file] = event.dataTransfer.files;
        this.keep(file, file.name);
        this.begin();
      }
    });
  }

  // A proof that lies on this very site. Others are saved first and chosen as a file.
  async take(address) {
    const url = new URL(address, location.href);
    if (url.origin !== location.origin) return this.fail("elsewhere");
    const answer = await fetch(url, { credentials: "omit" }).catch(() => null);
    if (!answer?.ok) return this.fail("unreachable");
    this.bytes = answer.arrayBuffer();
    this.part("chosen").textContent = url.pathname.split("/").pop();
    return this.begin();
  }

  fail(word) {
    this.part("result").hidden = false;
    this.conclude("bad", this.word(word), "");
    this.part("steps").replaceChildren();
    this.part("facts").replaceChildren();
  }

  async begin() {
    if (!this.bytes) return this.fail("choose");
    this.worker?.terminate();
    this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
    this.worker.addEventListener("error", () => this.finish(() => this.fail("broken")));
    this.show(0);
    const bytes = new Uint8Array(await this.bytes);
    this.bytes = Promise.resolve(bytes.slice().buffer); // the next check needs them again; these go to the worker
    const { published, receipt } = this.form.elements;
    this.isReceiptGiven = receipt.value.trim() !== "";
    const asked = { bytes, published: published.value, receipt: receipt.value.trim() };
    return this.worker.postMessage(asked, [bytes.buffer]);
  }

  show(share) {
    this.part("progress").hidden = false;
    this.part("progress").querySelector("progress").value = share;
    this.part("result").hidden = share < 1 && this.part("result").hidden;
  }

  hear({ share, verdict, shown }) {
    if (share !== undefined) this.show(share);
    else this.finish(() => this.tell(verdict, shown));
  }

  finish(tell) {
    this.worker.terminate();
    this.part("progress").hidden = true;
    this.part("result").hidden = false;
    tell();
    this.part("result").focus();
  }

  tell({ problems, facts }, shown) {
    const isDrawn = Boolean(shown?.result), codes = problems.map((problem) => problem.code);
    const headline = codes.length ? "bad" : isDrawn ? "good" : "good-seal";
    this.conclude(codes.length ? "bad" : "good", this.word(headline, facts), this.word(`${headline}-lead`, facts));
    const names = Object.keys(STEPS).filter((name) => isDrawn || !shown || !DRAWN_STEPS.has(name));
    const asked = names.filter((name) => name !== "receipt" || (this.isReceiptGiven && shown));
    this.part("steps").replaceChildren(...asked.map((name) => this.step(name, problems, facts, Boolean(shown))));
    this.part("facts").replaceChildren(...this.facts(facts), ...(isDrawn ? this.holders(shown, facts) : []));
  }

  conclude(kind, headline, lead) {
    const verdict = this.part("verdict");
    verdict.className = `verdict verdict--${kind}`;
    verdict.querySelector("h2").textContent = headline;
    verdict.querySelector("p").textContent = lead;
  }

  step(name, problems, facts, isReadable) {
    const own = problems.filter((problem) => STEPS[name].includes(problem.code));
    const state = own.length ? "bad" : isReadable ? "good" : "open";
    const item = element("li", `step step--${state}`, "");
    item.append(element("span", "step__mark", this.word(`mark-${state}`)), element("strong", "step__name", this.word(`step-${name}`)));
    const told = own.map((problem) => this.word(problem.code) + (problem.where ? ` (${problem.where})` : ""));
    if (state === "good") told.push(name === "receipt" ? this.receiptWords(facts) : this.word(`good-${name}`, facts));
    for (const text of told) item.append(element("p", "step__words", text));
    return item;
  }

  receiptWords(facts) {
    if (!("receipt_place" in facts)) return this.word("receipt-in", facts);
    return this.word(facts.receipt_prize ? "receipt-won" : "receipt-drawn", facts);
  }

  facts(facts) {
    return ["seal_hash", "randomness"].filter((name) => name in facts).map((name) => {
      const pair = element("div", "fact", "");
      pair.append(element("dt", "", this.word(`fact-${name}`)), element("dd", "fact__hash", facts[name]));
      return pair;
    });
  }

  holders({ rules, result }, facts) {
    const language = document.documentElement.lang === "id" ? "id" : "en";
    const names = new Map(rules.prizes.map((prize) => [prize.prize, prize.name[language]]));
    const list = element("ol", "holders", "");
    for (const { entry, prize } of result.holders.slice(0, SHOWN_AT_ONCE)) {
      const item = element("li", "holders__one", "");
      item.append(element("code", "", entry || this.word("nobody")), element("span", "soft", names.get(prize) ?? prize));
      list.append(item);
    }
    const pair = element("div", "fact", "");
    const all = element("dd", "", "");
    all.append(list);
    pair.append(element("dt", "", this.word("fact-holders", facts)), all);
    return [pair];
  }
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

customElements.define("draw-check", DrawCheck);
