import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import {
  bracketMatching,
  ensureSyntaxTree,
  HighlightStyle,
  syntaxHighlighting,
  syntaxTree,
} from "@codemirror/language";
import { type Diagnostic, forceLinting, linter, lintGutter } from "@codemirror/lint";
import { Annotation, EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Fault } from "../api/problem.ts";
import { rangeAt } from "./json-range.ts";

export type Editor = {
  /** Takes the place of what is there, unless that is the same. */
  show(text: string): void;
  /** Marks what the server finds wrong, by pointers into the text. */
  mark(faults: readonly Fault[]): void;
  remove(): void;
};

type Options = {
  label: string;
  text: string;
  readOnly: boolean;
  notJson(reason: string): string;
  changed(text: string): void;
};

/**
 * An editor in `place`. It lives in a shadow root, where its styles are adopted: elsewhere it would add a style element, which
 * the page's policy refuses.
 */
export function createEditor(place: HTMLElement, options: Options): Editor {
  const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
  let told: readonly Fault[] = [];
  const view = new EditorView({ state: stateOf(options, (found) => marks(found, told)), parent: root, root });
  return {
    show(text) {
      const length = view.state.doc.length;
      if (view.state.doc.toString() === text) return;
      view.dispatch({ changes: { from: 0, to: length, insert: text }, annotations: fromOutside.of(true) });
    },
    mark(faults) {
      told = faults;
      forceLinting(view);
    },
    remove: () => view.destroy(),
  };
}

/** On changes that nobody has typed here: they are not told back. */
const fromOutside = Annotation.define<boolean>();

/** The server's faults where their pointers lead by now, though the text may have changed since. */
function marks({ state }: EditorView, faults: readonly Fault[]): Diagnostic[] {
  if (faults.length === 0) return [];
  // The editor parses in pieces, and in half a tree a pointer would lead to the beginning.
  const tree = ensureSyntaxTree(state, state.doc.length, PARSING_MS) ?? syntaxTree(state);
  return faults.map(({ pointer, detail }) => ({
    ...rangeAt(tree, state.doc.toString(), pointer),
    ...{ severity: "error", message: detail, source: pointer },
  }));
}

/** How long parsing may hold up the page, in milliseconds. */
const PARSING_MS = 500;

type Faults = (view: EditorView) => Diagnostic[];

function stateOf({ label, text, readOnly, notJson, changed }: Options, told: Faults): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      history(),
      bracketMatching(),
      json(),
      lintGutter(),
      linter(allFaults(syntaxFaults(notJson), told), { delay: 500 }),
      syntaxHighlighting(highlight),
      look,
      keymap.of([...defaultKeymap, ...historyKeymap]),
      EditorView.lineWrapping,
      EditorState.readOnly.of(readOnly),
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
      EditorView.updateListener.of((update) => {
        const isOutside = update.transactions.some((one) => one.annotation(fromOutside));
        if (update.docChanged && !isOutside) changed(update.state.doc.toString());
      }),
    ],
  });
}

/** Text that is no JSON has no places for the server's faults to stand. */
const allFaults =
  (syntax: Faults, told: Faults): Faults =>
  (view) => {
    const own = syntax(view);
    return own.length > 0 ? own : told(view);
  };

/** What the browser's own parser finds. Nothing typed yet is no fault. */
function syntaxFaults(notJson: (reason: string) => string): Faults {
  const find = jsonParseLinter();
  return (view) => {
    if (view.state.doc.toString().trim() === "") return [];
    return find(view).map((fault) => ({ ...fault, message: notJson(fault.message) }));
  };
}

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
]);

const look = EditorView.theme({
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    fontSize: "var(--text-sm)",
    maxHeight: "28rem",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", minHeight: "9rem" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--ink-3)", border: "none" },
  ".cm-matchingBracket": { backgroundColor: "var(--accent-soft) !important", color: "inherit !important" },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line-strong)",
    color: "var(--ink)",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnosticSource": { color: "var(--ink-3)", opacity: "1" },
});
