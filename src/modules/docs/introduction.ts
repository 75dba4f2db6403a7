import type { Profile } from "../../wire/profile.ts";
import { successWords } from "./answering.ts";
import type { Part } from "./model.ts";
import type { DocsOptions } from "./options.ts";
import { PLAIN_EVENT, sampleRequest, sampleSubject } from "./sample.ts";
import { code, duration, listed } from "./words.ts";

type Introduction = Part<"introduction">;
type Deduplicate = Introduction["deduplicate"];
type Places = Deduplicate["places"];

const whenSent: Record<Profile["dispatch"], string> = {
  immediate: "at once",
  sweep: "by a background process that runs every minute",
};

export function introduction(profile: Profile, options: DocsOptions): Introduction {
  const { product } = options;
  const timeout = duration(profile.timeout_seconds);
  return {
    text: [
      ...paragraphs(options.introduction),
      `A webhook is a URL of yours that ${product} tells when something happens: you need not ask again and again. You choose which events it is told of, and each is sent there as an HTTP POST request ${whenSent[profile.dispatch]}.`,
      "An event can arrive more than once, because an answer can be lost on its way and because a delivery can be repeated on request. Nothing is promised about the order in which events arrive, nor about how soon they do.",
      `Answer with ${successWords(profile)} within ${timeout}: check that the request is genuine, put the event in a queue, answer, and do the work afterwards.`,
      "New event types can come at any time. Pass over a type that you do not know, and answer as for any other.",
    ],
    deduplicate: deduplicate(profile, options),
  };
}

const paragraphs = (text: string) =>
  text.split(/\n\s*\n/).flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));

/** Where a consumer recognises what it has had before: the event's id where the request shows it, else the delivery's. */
function deduplicate(profile: Profile, options: DocsOptions): Deduplicate {
  const { event, deliveryId } = sampleSubject(profile, options, PLAIN_EVENT);
  const { headers, body } = sampleRequest(profile, options, PLAIN_EVENT);
  const holders = (id: string): Places => [
    ...membersHolding(body, id).map((name) => ({ in: "body", name })),
    ...headers.filter(([, value]) => value === id).map(([name]) => ({ in: "header", name })),
  ];
  const [ofEvent, ofDelivery] = [holders(event.id), holders(deliveryId)];
  if (ofEvent.length > 0) return { by: "event", places: ofEvent, text: byEvent(ofEvent) };
  if (ofDelivery.length > 0) return { by: "delivery", places: ofDelivery, text: byDelivery(ofDelivery) };
  return { by: null, places: [], text: BY_CONTENT };
}

const membersHolding = (body: string, id: string) =>
  Object.entries(JSON.parse(body) as Record<string, unknown>).flatMap(([name, value]) =>
    value === id ? [name] : [],
  );

const named = (places: Places) =>
  listed(places.map((place) => `the ${place.in === "body" ? "body's field" : "header"} ${code(place.name)}`));

const byEvent = (places: Places) =>
  `Keep the ids of the events that you have handled, and do nothing for one that you have had: ${named(places)} ${places.length === 1 ? "is" : "are"} the event's id, the same whenever it is sent.`;

const byDelivery = (places: Places) =>
  `Keep the ids of the deliveries that you have handled, and do nothing for one that you have had: ${named(places)} is the same in each attempt of a delivery. An event that is sent again on request comes as a new delivery.`;

const BY_CONTENT =
  "Nothing in a request names the event, so handle each in a way that does no harm when it is done twice.";
