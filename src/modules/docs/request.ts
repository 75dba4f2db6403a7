import type { Profile } from "../../wire/profile.ts";
import { signatureHeader, signatureHeaderNames } from "../../wire/schemes/index.ts";
import type { Part } from "./model.ts";
import type { DocsOptions } from "./options.ts";
import { templateMeaning } from "./placeholders.ts";
import { type SampleEvent, sampleRequest, shown } from "./sample.ts";
import { schemeWords } from "./schemes.ts";

type Request = Part<"request">;
type Field = Request["fields"][number];
type Header = Request["headers"][number];
type Meaning = Pick<Header, "means" | "absent">;

const field = (name: string, means: string, optional = false): Field => ({ name, means, optional });

const thin = [
  field("id", "Id of the event, the same whenever it is sent."),
  field("type", "Type of the event."),
  field("created", "When the event happened, in UTC."),
];

/** What each kind of body is, and its fields in the order in which they are written. */
const bodies: Record<Profile["body"], { text: string; fields: Field[] }> = {
  envelope: {
    text: "The body is a JSON object with the event's data inside.",
    fields: [
      ...thin,
      field("data", "What happened; its content depends on the type."),
      field("previous_attributes", "The values that changed fields had before.", true),
      field("channel", "Where the event happened, such as a store or a branch.", true),
    ],
  },
  data: {
    text: "The body is the event's data alone, as JSON; its content depends on the event's type.",
    fields: [],
  },
  thin: {
    text: "The body is a JSON object that names the event and holds no data: ask the API for that.",
    fields: thin,
  },
  cloudevents: {
    text: "The body is an event as CloudEvents 1.0 writes it in its structured JSON mode.",
    fields: [
      field("specversion", "Always 1.0."),
      field("id", "Id of the event, the same whenever it is sent."),
      field("source", "In whose name the event happened."),
      field("type", "Type of the event."),
      field("time", "When the event happened, in UTC."),
      field("datacontenttype", "Always application/json."),
      field("subject", "Where the event happened, such as a store or a branch.", true),
      field("data", "What happened; its content depends on the type."),
    ],
  },
};

const sortable = {
  format: "All times in the body are ISO 8601 in its sortable form, in UTC, without fractions or an offset.",
  example: "2024-01-15T10:30:00",
};

/** `iso` writes the body's own times only; what is inside of the data is the publisher's. */
function datesOf(profile: Profile): Request["dates"] {
  if (profile.dates === "sortable") return sortable;
  const own =
    "Times are ISO 8601 in UTC, with milliseconds; those inside of the data stand as they were published.";
  const format = profile.body === "data" ? "Times in the body stand as they were published." : own;
  return { format, example: "2024-01-15T10:30:00.000Z" };
}

/** What every request looks like, whatever the event. */
export function request(profile: Profile, options: DocsOptions, event: SampleEvent): Request {
  const sample = sampleRequest(profile, options, event);
  const { text, fields } = bodies[profile.body];
  return {
    text: [
      `Each event arrives as an HTTP POST request with the content type \`${profile.content_type}\`, in UTF-8.`,
      text,
      "Fields can be added later: pass over those that you do not know. Numbers arrive with the digits that they were published with.",
    ],
    fields,
    dates: datesOf(profile),
    headers: sample.headers.map(([name, example]) => ({ name, example, ...meaningOf(profile, name) })),
    sample: shown(sample),
  };
}

function meaningOf(profile: Profile, name: string): Meaning {
  const template = profile.headers[name];
  if (template !== undefined) return templateMeaning(template);
  return { means: signatureMeaning(profile, name) ?? fixed[name.toLowerCase()] ?? "", absent: null };
}

const fixed: Record<string, string> = {
  "content-type": "Type of the body.",
  "user-agent": "Who sends; the version changes.",
};

function signatureMeaning({ signatures }: Profile, name: string): string | undefined {
  const signature = signatures.find((one) => signatureHeaderNames(one).includes(name));
  if (signature === undefined) return undefined;
  const { headers } = schemeWords[signature.scheme];
  return headers[signatureHeader(signature) === name ? "signature" : name];
}
