import { type TreeNode, treeOf } from "../../components/event-type-tree.ts";
import type { EventType } from "./catalogue.ts";
import { statusOf } from "./catalogue.ts";

/** One line of the tree: a type, how deep below its branch it stands. */
export type Leaf = { type: EventType; depth: number };

/** A part of the catalogue that can be folded away: all below `order`, or of the group Orders. */
export type Branch = { name: string; leaves: Leaf[] };

export type Narrowed = Partial<Record<"q" | "status" | "group", string>>;

/** The types that hold the text in name, description or group, and are of the status and group. */
export function narrow(types: readonly EventType[], { q = "", status, group }: Narrowed): EventType[] {
  const wanted = q.toLowerCase();
  return types.filter(
    (type) =>
      `${type.name}\n${type.description}\n${type.group ?? ""}`.toLowerCase().includes(wanted) &&
      (status === undefined || statusOf(type) === status) &&
      (group === undefined || type.group === group),
  );
}

/** By the first part of their dotted names; a type that shares it with no other stands in a branch without a name, first. */
export function byName(types: readonly EventType[]): Branch[] {
  const known = new Map(types.map((type) => [type.name, type]));
  const branches = treeOf([...known.keys()]).map((node) => ({ node, leaves: leavesOf(node, known, 0) }));
  const lone = branches.filter(({ leaves }) => leaves.length === 1).flatMap(({ leaves }) => leaves);
  const named = branches.filter(({ leaves }) => leaves.length > 1);
  return [
    ...(lone.length > 0 ? [{ name: "", leaves: lone }] : []),
    ...named.map(({ node, leaves }) => ({ name: node.name, leaves })),
  ];
}

/** What is below `order.address` stands a step further in, where there is a type `order.address` or more than one below it. */
function leavesOf(node: TreeNode, known: Map<string, EventType>, depth: number): Leaf[] {
  const type = known.get(node.name);
  const own = node.isType && type ? [{ type, depth }] : [];
  const step = node.isType ? 1 : 0;
  return [...own, ...node.children.flatMap((child) => leavesOf(child, known, depth + step))];
}

/** By their groups in the order of the alphabet; those without one stand last. */
export function byGroup(types: readonly EventType[]): Branch[] {
  const groups = Map.groupBy([...types].sort(byOwnName), ({ group }) => group ?? "");
  return [...groups]
    .sort(([one], [other]) => Number(one === "") - Number(other === "") || one.localeCompare(other))
    .map(([name, members]) => ({ name, leaves: members.map((type) => ({ type, depth: 0 })) }));
}

const byOwnName = (one: EventType, other: EventType) => (one.name < other.name ? -1 : 1);
