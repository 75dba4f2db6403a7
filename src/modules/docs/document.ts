import type { Profile } from "../../wire/profile.ts";
import type { Described } from "../event-types/declaration.ts";
import { parseExactly } from "../event-types/exact-json.ts";
import { answering, retries, trouble } from "./answering.ts";
import { handshake } from "./handshake.ts";
import { introduction } from "./introduction.ts";
import type { ConsumerDocs, Part } from "./model.ts";
import type { DocsOptions } from "./options.ts";
import { limits, registering, secret } from "./registering.ts";
import { request } from "./request.ts";
import { PLAIN_EVENT, type SampleEvent, sampleRequest, shown } from "./sample.ts";
import { verifying } from "./verifying.ts";

/**
 * What a consumer of this profile's webhooks has to know, from the catalogue and the profile's data alone. The same input
 * gives the same document.
 */
export function createDocs(catalogue: Described[], profile: Profile, options: DocsOptions): ConsumerDocs {
  const { name, title, description } = profile;
  return {
    title: `${options.product} webhooks`,
    product: options.product,
    tenant: options.tenant,
    profile: { name, title, description },
    introduction: introduction(profile, options),
    registering: registering(catalogue, profile, options),
    handshake: handshake(profile, options),
    request: request(profile, options, firstExample(catalogue)),
    verifying: verifying(profile),
    answering: answering(profile),
    retries: retries(profile),
    trouble: trouble(profile),
    secret: secret(profile),
    limits: limits(profile, options),
    events: catalogue.map((entry) => event(entry, profile, options)),
  };
}

function firstExample(catalogue: Described[]): SampleEvent {
  for (const { name, example, deprecated } of catalogue)
    if (example !== null && !deprecated) return { name, example };
  return PLAIN_EVENT;
}

/** An event type, with the exact request that its example makes. */
function event(entry: Described, profile: Profile, options: DocsOptions): Part<"events">[number] {
  const { name, group, description, deprecated, schema, example } = entry;
  const payload = example === null ? null : shown(sampleRequest(profile, options, { name, example }));
  return {
    name,
    group,
    description,
    deprecated,
    schema: schema === null ? null : parseExactly(schema),
    payload,
  };
}
