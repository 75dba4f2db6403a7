import type { WireEvent } from "./event.ts";
import { rewriteDates } from "./json-text.ts";
import type { Profile } from "./profile.ts";

/** A key and the JSON text of its value; null leaves the key out. */
type Member = [key: string, json: string | null];

const bodies: Record<Profile["body"], (event: WireEvent, tenantId: string) => string> = {
  envelope: (event) =>
    objectText([
      ...thinMembers(event),
      ["data", event.data],
      ["previous_attributes", event.previousAttributes],
      ["channel", event.channel === null ? null : JSON.stringify(event.channel)],
    ]),
  data: (event) => event.data,
  thin: (event) => objectText(thinMembers(event)),
  cloudevents: (event, tenantId) =>
    objectText([
      ["specversion", '"1.0"'],
      ["id", JSON.stringify(event.id)],
      ["source", JSON.stringify(`urn:posthorn:tenant:${encodeURIComponent(tenantId)}`)],
      ["type", JSON.stringify(event.type)],
      ["time", isoText(event.created)],
      ["datacontenttype", '"application/json"'],
      // CloudEvents forbids an empty subject.
      ["subject", event.channel ? JSON.stringify(event.channel) : null],
      ["data", event.data],
    ]),
};

/**
 * The request's body, spliced from the event's own JSON texts so that numbers and key order arrive as the caller
 * wrote them. The same event, profile and tenant always give the same characters. Source: seed 000 for the envelope;
 * CloudEvents 1.0 JSON format for `cloudevents`.
 */
export function renderBody(
  profile: Pick<Profile, "body" | "dates">,
  event: WireEvent,
  tenantId: string,
): string {
  const body = bodies[profile.body](event, tenantId);
  return profile.dates === "sortable" ? rewriteDates(body) : body;
}

function thinMembers(event: WireEvent): Member[] {
  return [
    ["id", JSON.stringify(event.id)],
    ["type", JSON.stringify(event.type)],
    ["created", isoText(event.created)],
  ];
}

function isoText(epochMs: number): string {
  return `"${new Date(epochMs).toISOString()}"`;
}

function objectText(members: Member[]): string {
  const present = members.filter(([, json]) => json !== null);
  return `{${present.map(([key, json]) => `"${key}":${json}`).join(",")}}`;
}
