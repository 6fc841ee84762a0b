// The attribution mark in the editor: a stretch of text that names, by its key, one of the article's sources.
(() => {
  const { createElement, Component } = window.React;
  const { Modifier, EditorState } = window.DraftJS;
  const texts = () => JSON.parse(document.getElementById("warta-newsroom-words")?.textContent || "{}");

  const rowOf = (input) => input.closest("[data-inline-panel-child]");

  // What the form holds now, saved or not: {key, name, day}.
  const citations = () =>
    Array.from(document.querySelectorAll("[data-warta-citation-key]"))
      .filter((input) => !input.name.includes("__prefix__") && rowOf(input) && !rowOf(input).classList.contains("deleted"))
      .filter((input) => document.getElementById(input.id.replace(/-key$/, "-DELETE"))?.value !== "1")
      .map((input) => {
        const row = rowOf(input);
        const name = row.querySelector("[data-chooser-title]")?.textContent.trim();
        return { key: input.value, name: name || texts().unnamed, day: row.querySelector("input[name$=reported_on]")?.value };
      });

  const phrase = () => {
    const language = document.getElementById("id_language")?.value;
    return language === "en" ? "As reported by" : "Dikutip dari";
  };

  const button = (label, act, kind = "button button-secondary") => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  const addSource = () => {
    const add = document.getElementById("id_citations-ADD");
    const tab = add?.closest("[role=tabpanel]");
    if (tab) document.querySelector(`[role=tab][href="#${tab.id}"]`)?.click();
    add?.click();
    add?.scrollIntoView({ block: "center" });
  };

  // A native dialog: the browser keeps the focus inside it and closes it with Escape.
  const choose = (onChosen, onClosed) => {
    const dialog = document.createElement("dialog");
    dialog.className = "warta-dialog";
    dialog.setAttribute("aria-label", texts().choose);
    const heading = document.createElement("h2");
    heading.textContent = texts().choose;
    dialog.append(heading);
    let chosen = null;
    const list = document.createElement("div");
    list.className = "warta-dialog__choices";
    for (const citation of citations()) {
      const label = citation.day ? `${citation.name}, ${citation.day}` : citation.name;
      list.append(button(label, () => { chosen = citation; dialog.close(); }));
    }
    const add = () => { dialog.close(); addSource(); };
    dialog.append(list, button(texts().add, add, "button"), button(texts().cancel, () => dialog.close(), "button button-secondary no"));
    dialog.addEventListener("close", () => { dialog.remove(); chosen ? onChosen(chosen) : onClosed(); });
    document.body.append(dialog);
    dialog.showModal();
  };

  class CitationSource extends Component {
    componentDidMount() {
      const { onClose } = this.props;
      choose((citation) => this.mark(citation), onClose);
    }

    mark(citation) {
      const { editorState, entityType, entityKey, onComplete } = this.props;
      const selection = editorState.getSelection();
      const content = editorState.getCurrentContent().createEntity(entityType.type, "MUTABLE", { key: citation.key });
      const fresh = content.getLastCreatedEntityKey();
      if (entityKey) {
        onComplete(EditorState.push(editorState, content.replaceEntityData(entityKey, { key: citation.key }), "apply-entity"));
      } else if (selection.isCollapsed()) {
        const marked = Modifier.insertText(content, selection, phrase(), null, fresh);
        const after = Modifier.insertText(marked, marked.getSelectionAfter(), " ");
        onComplete(EditorState.push(editorState, after, "insert-characters"));
      } else {
        onComplete(EditorState.push(editorState, Modifier.applyEntity(content, selection, fresh), "apply-entity"));
      }
    }

    render() {
      return null;
    }
  }

  const Citation = ({ entityKey, contentState, children }) => {
    const { key } = contentState.getEntity(entityKey).getData();
    const found = citations().find((citation) => citation.key === key);
    const shown = found ? [found.name, found.day].filter(Boolean).join(", ") : texts().missing;
    return createElement("span", { className: found ? "warta-mark" : "warta-mark warta-mark--missing", title: shown, "data-citation": key }, children);
  };

  window.draftail.registerPlugin({ type: "CITATION", source: CitationSource, decorator: Citation }, "entityTypes");
})();
