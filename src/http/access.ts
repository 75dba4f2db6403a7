import { keyScope, type Need } from "./rights.ts";

/** What the API's document tells of who may ask: `security` for programs, `words` for people. */
export type Access = { security: Record<string, string[]>[]; words: string };

/**
 * Any one of `needs` is enough. The scopes stand in `security` as the roles that OpenAPI lets an HTTP scheme name.
 * Source: OpenAPI 3.1 "Security Requirement Object".
 */
export function describeAccess(needs: readonly Need[]): Access {
  if (needs.includes("user"))
    return {
      security: [{ session: [] }],
      words: "For people who have signed in on the page, by its cookie; keys are refused.",
    };
  const scopes = [...new Set(needs.map(keyScope))];
  const named = scopes.map((scope) => `\`${scope}\``).join(" or ");
  return {
    security: [...scopes.map((scope) => ({ key: [scope] })), { session: [] }],
    words: [`Needs the scope ${named}.`, ...needs.flatMap((need) => ofPeople[need] ?? [])].join(" "),
  };
}

const ofPeople: Partial<Record<Need, string>> = {
  owner: "Of people only owners may.",
  "admin:read": "Of people viewers may too.",
};
