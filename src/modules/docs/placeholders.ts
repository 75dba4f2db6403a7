/** What a placeholder of a header template means to a consumer, and when it has no value; null: it always has one. */
type Meaning = { means: string; absent: string | null };

const always = (means: string): Meaning => ({ means, absent: null });

/** By name, one for each of `wire/template.ts`. */
export const placeholderMeanings: Readonly<Record<string, Meaning>> = {
  "event.id": always("Id of the event, the same whenever it is sent."),
  "event.type": always("Type of the event."),
  "event.created": always("When the event happened, in UTC."),
  "event.channel": {
    means: "Where the event happened, such as a store or a branch.",
    absent: "the event belongs to no channel",
  },
  "event.actor": { means: "Id of the user who triggered the event.", absent: "no user triggered the event" },
  "tenant.id": always("In whose name the event happened: the code of the account or administration."),
  "webhook.id": always("Id of the webhook."),
  "webhook.secret": always("The webhook's secret."),
  "webhook.app_user": {
    means: "The user for whom the installed app that registered the webhook acts.",
    absent: "the webhook was not registered by an installed app",
  },
  "delivery.id": always(
    "Id of this delivery of the event to this webhook, the same in each of its attempts.",
  ),
  "attempt.number": always("Number of the attempt, from 1."),
  "attempt.timestamp": always("When the attempt was made, in seconds since 1970."),
};

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** What a header made from this template means, and when it is left out. */
export function templateMeaning(template: string): Meaning {
  const found = [...template.matchAll(PLACEHOLDER)].flatMap(
    ([, name = ""]) => placeholderMeanings[name] ?? [],
  );
  if (found.length === 0) return always("Always this value.");
  const bare = template.replace(PLACEHOLDER, "") === "";
  const made = bare && found.length === 1 ? [] : [`Written as \`${template}\`.`];
  const absences = [...new Set(found.flatMap(({ absent }) => absent ?? []))];
  return {
    means: [...found.map(({ means }) => means), ...made].join(" "),
    absent: absences.length === 0 ? null : absences.join(", or "),
  };
}
