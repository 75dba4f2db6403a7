/// <reference lib="webworker" />
/** Reads one YAML document in a thread of its own: a text of 1 MiB may take seconds, or with bad intent minutes. */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from "yaml";

declare const self: Worker;

/** `unreadable` is no YAML; `refused` is YAML of a kind that is not taken. Each is the end of a sentence. */
export type YamlReply = { json: string } | { unreadable: string } | { refused: string };

self.onmessage = ({ data }: MessageEvent<string>) => self.postMessage(read(data));

function read(text: string): YamlReply {
  try {
    return toJson(text);
  } catch (error) {
    return { unreadable: inWords((error as Error).message) };
  }
}

function toJson(text: string): YamlReply {
  const lines = new LineCounter();
  // Its own check of keys compares each with each; `twice` below remembers them.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const lineOf = (at: number | undefined) => `line ${lines.linePos(at ?? 0).line}`;
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) return { unreadable: `${inWords(fault.message)}, ${lineOf(fault.pos[0])}` };
  const refused = refusal(document, (node) => lineOf(node.range?.[0]));
  return refused === null ? { json: JSON.stringify(document.toJS()) } : { refused };
}

/** The parser goes down by calling itself. */
const inWords = (message: string) =>
  message.startsWith("Maximum call stack") ? "it is nested too deeply" : message.replace(/\.$/, "");

/** Why the document is not taken. On the way numbers become raw JSON, which keeps their digits. */
function refusal(document: Document, lineOf: (node: Node) => string): string | null {
  let found: string | null = null;
  visit(document, {
    Node(key, node) {
      found = nodeFault(node);
      if (found !== null) found = `${found}, ${lineOf(node)}`;
      else if (key !== "key" && isScalar(node)) keepDigits(node);
      return found === null ? undefined : visit.BREAK;
    },
  });
  return found;
}

function nodeFault(node: Node): string | null {
  if (isAlias(node)) return `uses the alias *${node.source}; write out what it stands for`;
  if ("anchor" in node && node.anchor)
    return `has the anchor &${node.anchor}; anchors and aliases are not taken`;
  if (isScalar(node) && typeof node.value === "number" && !Number.isFinite(node.value))
    return `has the number ${node.source}, which JSON does not know`;
  return twice(node);
}

function twice(node: Node): string | null {
  if (!isMap(node)) return null;
  const seen = new Set<string>();
  for (const { key } of node.items) {
    const name = String(isNode(key) ? key.toJSON() : key);
    if (seen.has(name)) return `has the key ${name} twice in one place`;
    seen.add(name);
  }
  return null;
}

/** TypeScript does not know it yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function keepDigits(scalar: Scalar): void {
  if (typeof scalar.value === "number" && scalar.source && JSON_NUMBER.test(scalar.source))
    scalar.value = rawJSON(scalar.source);
}
