/** A place in the catalogue: `order` with all that is below it, or an event type that ends here, or both. */
export type TreeNode = {
  /** The whole name so far: `order.address`. */
  name: string;
  /** The last part of it. */
  label: string;
  isType: boolean;
  children: TreeNode[];
};

/** The catalogue's names as a tree, by their dots, in the order of the alphabet. */
export function treeOf(names: readonly string[]): TreeNode[] {
  const root: TreeNode = { name: "", label: "", isType: false, children: [] };
  for (const name of [...names].sort()) {
    let node = root;
    for (const label of name.split(".")) node = below(node, label);
    node.isType = true;
  }
  return root.children;
}

function below(node: TreeNode, label: string): TreeNode {
  const known = node.children.find((child) => child.label === label);
  if (known) return known;
  const name = node.name === "" ? label : `${node.name}.${label}`;
  const made = { name, label, isType: false, children: [] };
  node.children.push(made);
  return made;
}

/** Whether a pattern means a name: `*` all, `order.*` all below, else that name only. Source: src/outbox/match.ts. */
export const covers = (pattern: string, name: string): boolean =>
  pattern === "*" || pattern === name || (pattern.endsWith(".*") && name.startsWith(pattern.slice(0, -1)));

/** The patterns with `pattern` and without those that it means already. */
export const withPattern = (patterns: readonly string[], pattern: string): string[] => [
  ...patterns.filter((one) => !covers(pattern, one) && !isBelow(one, pattern)),
  pattern,
];

/** `order.created` and `order.address.*` are below `order.*`. */
const isBelow = (one: string, pattern: string) =>
  pattern === "*" || (pattern.endsWith(".*") && one.startsWith(pattern.slice(0, -1)));

const PATTERN = /^(\*|[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*(\.\*)?)$/;
const LONGEST = 128;

export const isPattern = (text: string): boolean => text.length <= LONGEST && PATTERN.test(text);
