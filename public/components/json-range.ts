import type { syntaxTree } from "@codemirror/language";

type Tree = ReturnType<typeof syntaxTree>;
type SyntaxNode = Tree["topNode"];

type Span = { from: number; to: number };

/**
 * Where in a JSON text the value at a JSON pointer stands. What is missing is marked at what should have held it: the nearest
 * value above that is there. Source: RFC 6901.
 */
export function rangeAt(tree: Tree, text: string, pointer: string): Span {
  let node = tree.topNode.firstChild;
  for (const part of pointer.split("/").slice(1)) {
    const child = node && childOf(node, text, part.replaceAll("~1", "/").replaceAll("~0", "~"));
    if (!child) return start(node, text);
    node = child;
  }
  return node ? { from: node.from, to: node.to } : start(null, text);
}

/** An object's or a list's own place is its bracket: not all that is in it is wrong. */
const start = (node: SyntaxNode | null, text: string): Span => {
  const from = node?.from ?? 0;
  return { from, to: Math.min(from + 1, text.length) };
};

function childOf(node: SyntaxNode, text: string, part: string): SyntaxNode | null {
  if (node.name === "Object") {
    const property = node.getChildren("Property").find((one) => nameOf(one, text) === part);
    return property?.lastChild ?? null;
  }
  return node.name === "Array" && /^\d+$/.test(part) ? (values(node)[Number(part)] ?? null) : null;
}

function nameOf(property: SyntaxNode, text: string): string | null {
  const name = property.getChild("PropertyName");
  try {
    return name && JSON.parse(text.slice(name.from, name.to));
  } catch {
    return null;
  }
}

function values(list: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let node = list.firstChild; node; node = node.nextSibling)
    if (!["[", "]", ",", "⚠"].includes(node.name)) found.push(node);
  return found;
}
