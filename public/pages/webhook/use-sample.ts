import { useState } from "preact/hooks";
import { parseJson } from "../../api/json.ts";
import { covers } from "../../components/event-type-tree.ts";
import type { Option } from "../../components/select.tsx";
import type { EventType } from "./types.ts";
import type { Catalogue } from "./use-catalogue.ts";

/** What the server sends where the catalogue has nothing that fits. */
const FALLBACK = { type: "webhook.test", data: { test: true } };

export type Sample = {
  options: readonly Option[];
  type: string;
  /** The data as JSON text. */
  data: string;
  /** Whether it can be sent: it is JSON, and no other than it will be once the catalogue is there. */
  isReady: boolean;
  choose(type: string): void;
  edit(data: string): void;
};

/** A sample event to send or to try a filter on: a type that the patterns mean, with its example until somebody edits it. */
export function useSample({ types, isLoading }: Catalogue, patterns: readonly string[]): Sample {
  const [chosen, choose] = useState<string | null>(null);
  const [edited, edit] = useState<string | null>(null);
  const names = namesFor(types, patterns);
  const type = chosen ?? names[0] ?? FALLBACK.type;
  const data = edited ?? exampleOf(types, type);
  return {
    options: (names.includes(type) ? names : [type, ...names]).map((value) => ({ value, label: value })),
    ...{ type, data, isReady: !isLoading && isJson(data), edit },
    choose(name) {
      choose(name);
      edit(null);
    },
  };
}

/** Those that are subscribed to come first, as the server would take the first of them. */
function namesFor(types: readonly EventType[], patterns: readonly string[]): string[] {
  const isWanted = (name: string) => patterns.some((pattern) => covers(pattern, name));
  const known = types.map(({ name }) => name).sort();
  const plain = patterns.filter((pattern) => !pattern.includes("*") && !known.includes(pattern));
  return [...plain, ...known.filter(isWanted), ...known.filter((name) => !isWanted(name))];
}

function exampleOf(types: readonly EventType[], type: string): string {
  const example = types.find(({ name }) => name === type)?.example;
  return JSON.stringify(example ?? FALLBACK.data, null, 2);
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}
