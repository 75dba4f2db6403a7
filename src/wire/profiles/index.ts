import type { Profile } from "../profile.ts";
import { aiq } from "./aiq.ts";
import { cloudevents } from "./cloudevents.ts";
import { github } from "./github.ts";
import { ordereazi } from "./ordereazi.ts";
import { organiko } from "./organiko.ts";
import { orisha } from "./orisha.ts";
import { orki } from "./orki.ts";
import { shopify } from "./shopify.ts";
import { standard } from "./standard.ts";
import { stripe } from "./stripe.ts";

const profiles = [standard, organiko, orisha, aiq, ordereazi, orki, github, stripe, shopify, cloudevents];

/** The read-only profiles by name; `standard`, the default, comes first. */
export const builtinProfiles: ReadonlyMap<string, Profile> = new Map(
  profiles.map((profile) => [profile.name, profile]),
);
