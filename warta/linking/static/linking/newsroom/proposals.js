// The box of proposals below an article's text. It reads what is typed, saves nothing, and adds a block on a click.
(() => {
  const WAIT_MS = 1200;
  const words = JSON.parse(document.getElementById("warta-linking-words")?.textContent || "{}");

  const textOf = (value) => {
    if (typeof value !== "string") return [];
    try {
      const content = JSON.parse(value);
      return (content?.blocks || []).map((block) => block.text).filter(Boolean);
    } catch {
      return [value];
    }
  };

  // The stored values of the blocks, in their order, without those that were deleted.
  const blocks = () => {
    const found = [];
    for (const type of document.querySelectorAll('input[name^="body-"][name$="-type"]')) {
      const prefix = type.name.slice(0, -"-type".length);
      const field = (name) => document.querySelector(`[name="${prefix}-${name}"]`);
      if (field("deleted")?.value) continue;
      found.push({ type: type.value, order: Number(field("order")?.value || 0), field });
    }
    return found.sort((one, other) => one.order - other.order);
  };

  const typed = (asked) => {
    const paragraphs = [];
    const linked = [];
    for (const block of blocks()) {
      if (block.type === "paragraph") paragraphs.push(...textOf(block.field("value")?.value));
      if (block.type === "heading") paragraphs.push(block.field("value")?.value || "");
      if (block.type === "read_also") linked.push(block.field("value-article")?.value || "");
    }
    const value = (name) => document.querySelector(`[name="${name}"]`)?.value || "";
    return { title: value("title"), summary: value("summary"), paragraphs, linked: linked.filter(Boolean), asked };
  };

  class Box {
    constructor(root) {
      this.root = root;
      this.before = "";
      this.place = null;
      const number = location.pathname.match(/\/pages\/(\d+)\/edit\//)?.[1];
      this.article = () => location.pathname.match(/\/pages\/(\d+)\/edit\//)?.[1] || number || "0";
      this.draw();
      const form = root.closest("form");
      for (const event of ["input", "change", "keyup"]) form.addEventListener(event, () => this.soon());
      form.addEventListener("focusin", (event) => this.remember(event.target));
      new MutationObserver(() => this.soon()).observe(root, { childList: true, subtree: true });
      this.ask();
    }

    draw() {
      this.box = document.createElement("section");
      this.box.className = "proposals";
      this.box.setAttribute("aria-labelledby", "proposals-heading");
      const heading = document.createElement("h2");
      heading.className = "proposals__heading";
      heading.id = "proposals-heading";
      heading.textContent = words.heading;
      const help = document.createElement("p");
      help.className = "help";
      help.textContent = words.help;
      const label = document.createElement("label");
      label.className = "proposals__search";
      label.append(`${words.search} `);
      this.search = document.createElement("input");
      this.search.type = "search";
      this.search.maxLength = 200;
      this.search.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        this.ask();
      });
      label.append(this.search);
      this.list = document.createElement("div");
      this.said = document.createElement("p");
      this.said.className = "help";
      this.said.setAttribute("role", "status");
      this.box.append(heading, help, label, this.list, this.said);
      this.box.addEventListener("click", (event) => this.clicked(event));
      this.root.insertAdjacentElement("afterend", this.box);
    }

    soon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT_MS);
    }

    async ask() {
      const body = JSON.stringify(typed(this.search.value.trim()));
      if (body === this.before) return;
      this.before = body;
      this.under?.abort();
      this.under = new AbortController();
      try {
        const answer = await fetch(words.address.replace("%s", this.article()), {
          method: "POST",
          body,
          signal: this.under.signal,
          headers: {
            "Content-Type": "application/json",
            "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]")?.value || "",
          },
        });
        if (!answer.ok) throw new Error(answer.status);
        const focused = document.activeElement?.dataset?.proposal;
        this.list.innerHTML = await answer.text();
        if (focused) this.list.querySelector(`[data-proposal="${focused}"]`)?.focus();
        if (this.said.textContent === words.failed) this.said.textContent = "";
      } catch (error) {
        if (error.name === "AbortError") return;
        this.before = "";
        this.said.textContent = words.failed;
      }
    }

    // The block in which the cursor stood last: the line goes behind it.
    remember(target) {
      const stream = document.getElementById("body-root")?.rootBlock;
      const at = stream?.children.findIndex((child) => child.element?.contains(target)) ?? -1;
      if (at >= 0) this.place = at;
    }

    clicked(event) {
      const button = event.target.closest("[data-proposal]");
      const stream = document.getElementById("body-root")?.rootBlock;
      if (!button || !stream) return;
      const { proposal, title } = button.dataset;
      const at = this.place === null ? stream.children.length : Math.min(this.place + 1, stream.children.length);
      const article = { id: Number(proposal), adminTitle: title, editUrl: "" };
      stream.insert({ type: "read_also", value: { article }, id: crypto.randomUUID?.() }, at, { animate: true });
      stream.element?.dispatchEvent?.(new Event("input", { bubbles: true }));
      document.getElementById("body-root").dispatchEvent(new Event("input", { bubbles: true }));
      this.place = at;
      this.said.textContent = (words.added || "%s").replace("%s", title);
      this.soon();
    }
  }

  const begin = () => {
    const root = document.getElementById("body-root");
    if (!root || document.querySelector(".proposals")) return;
    if (!document.querySelector('[name="dateline"]')) return; // only articles have one
    new Box(root);
  };

  // Wagtail draws the text's blocks some time after the page is there, and says so to nobody who comes later.
  const LOOK_MS = 300;
  const MOST_LOOKS = 100;
  const look = (left) => {
    if (document.getElementById("body-root")?.rootBlock) begin();
    else if (left) setTimeout(look, LOOK_MS, left - 1);
  };
  look(MOST_LOOKS);
})();
