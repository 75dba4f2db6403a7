import type { Fault } from "../../api/problem.ts";

/** What is filled in to send an event; `data` and `previous` are JSON as somebody types it. */
export type Draft = {
  type: string;
  tenant: string;
  data: string;
  channel: string;
  actor: string;
  id: string;
  previous: string;
};

export const EMPTY_DRAFT: Draft = {
  type: "",
  tenant: "",
  data: "{\n  \n}",
  channel: "",
  actor: "",
  id: "",
  previous: "",
};

/**
 * The request's body. What was typed is put in as it is: parsed and written again, 1.50 would become 1.5. Both texts have to be
 * JSON (`faultsOf`), else they could be more than one value.
 */
export function bodyOf({ type, data, tenant, channel, actor, id, previous }: Draft): string {
  const named = Object.entries({ type, tenant, channel, actor, id }).filter(
    ([name, value]) => name === "type" || value !== "",
  );
  const texts = [["data", data], ...(previous.trim() === "" ? [] : [["previous_attributes", previous]])];
  const members = [...named.map(([name, value]) => [name, JSON.stringify(value)]), ...texts];
  return `{${members.map(([name, text]) => `"${name}":${text}`).join(",")}}`;
}

/** What can be told before anything is sent: texts that are no JSON. */
export function faultsOf(
  { data, previous }: Draft,
  say: { empty: string; notJson(reason: string): string },
): Fault[] {
  const fault = (pointer: string, text: string): Fault[] => {
    const reason = reasonOf(text);
    return reason === null ? [] : [{ pointer, detail: say.notJson(reason) }];
  };
  return [
    ...(data.trim() === "" ? [{ pointer: "/data", detail: say.empty }] : fault("/data", data)),
    ...(previous.trim() === "" ? [] : fault("/previous_attributes", previous)),
  ];
}

function reasonOf(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What a field says below its editor, which marks the places: `/total must be a number`. */
export const toldWithin = (faults: readonly Fault[], member: string): string | undefined =>
  faultsWithin(faults, member)
    .map(({ pointer, detail }) => `${pointer} ${detail}`.trim())
    .join("; ") || undefined;

/** The faults within a member, with pointers into its own text. */
export const faultsWithin = (faults: readonly Fault[], member: string): Fault[] =>
  faults
    .filter(({ pointer }) => pointer === member || pointer.startsWith(`${member}/`))
    .map(({ pointer, detail }) => ({ pointer: pointer.slice(member.length), detail }));
