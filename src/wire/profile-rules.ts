import { headerNameFault, headerValueFault } from "./header-syntax.ts";
import { jsonPointer } from "./pointer.ts";
import type { Fault, Profile } from "./profile-schema.ts";
import { schemes, signatureHeaderNames } from "./schemes/index.ts";
import { sendsSecret, templateFault } from "./template.ts";

/** What a shape cannot say. A rule is asked only when the fields it reads are in shape. */
type Rule = { reads: (keyof Profile)[]; faults: (profile: Profile) => Fault[] };

/** A body is JSON, which a receiver would misread under these names. */
const FORM = /^\s*(application\/x-www-form-urlencoded|multipart\/)/i;

/** RFC 9110 section 8.3.1: type "/" subtype, then parameters with token or quoted values. */
const MEDIA_TYPE =
  /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+(?: ?; ?[\w!#$%&'*+.^`|~-]+=(?:[\w!#$%&'*+.^`|~-]+|"[ -!#-[\]-~]*"))*$/;

export const profileRules: readonly Rule[] = [
  { reads: ["headers"], faults: headerFaults },
  { reads: ["signatures"], faults: signatureFaults },
  { reads: ["headers", "signatures"], faults: repeatedHeaderFaults },
  { reads: ["headers", "signatures", "verification"], faults: privateKeyFaults },
  { reads: ["content_type"], faults: contentTypeFaults },
  { reads: ["success"], faults: successFaults },
  { reads: ["body", "dates"], faults: dateFaults },
];

function headerFaults({ headers }: Profile): Fault[] {
  return Object.entries(headers).flatMap(([name, template]) => {
    const details = [headerNameFault(name), headerValueFault(template) ?? templateFault(template)];
    return details.flatMap((detail) => faultIf(jsonPointer(["headers", name]), detail));
  });
}

function signatureFaults({ signatures }: Profile): Fault[] {
  return signatures.flatMap(({ scheme, header }, index) => {
    const pointer = `/signatures/${index}/header`;
    const { header: fixed } = schemes[scheme];
    if (fixed !== null) return faultIf(pointer, header && `must be left out: ${scheme} always uses ${fixed}`);
    return faultIf(pointer, header === undefined ? "is missing" : headerNameFault(header));
  });
}

/** Names are compared without case, across templates and signatures. */
function repeatedHeaderFaults({ headers, signatures }: Profile): Fault[] {
  const places = [
    ...Object.keys(headers).map((name) => ({ name, pointer: jsonPointer(["headers", name]) })),
    ...signatures.flatMap((signature, index) =>
      signatureHeaderNames(signature).map((name) => ({ name, pointer: `/signatures/${index}` })),
    ),
  ];
  const seen = new Set<string>();
  const repeated = places.filter(({ name }) => seen.size === seen.add(name.toLowerCase()).size);
  return repeated.map(({ name, pointer }) => ({
    pointer,
    detail: `writes the header ${name} a second time`,
  }));
}

function privateKeyFaults(profile: Profile): Fault[] {
  const index = profile.signatures.findIndex(({ scheme }) => schemes[scheme].privateKey);
  if (index === -1 || (!sendsSecret(profile.headers) && profile.verification !== "hub-challenge")) return [];
  return [
    {
      pointer: `/signatures/${index}`,
      detail: "signs with a private key, which this profile would send out",
    },
  ];
}

function contentTypeFaults({ content_type }: Profile): Fault[] {
  const fault = FORM.test(content_type) ? "cannot be a form: bodies are JSON" : null;
  if (fault !== null) return faultIf("/content_type", fault);
  const ok = MEDIA_TYPE.test(content_type);
  return faultIf("/content_type", ok ? null : "must be a media type such as application/json; charset=utf-8");
}

/** Redirects are never success, and a status below 200 never ends an exchange. */
function successFaults({ success }: Profile): Fault[] {
  if (success === "2xx") return [];
  return success.flatMap((status, index) => {
    const possible = status >= 200 && status <= 599 && Math.floor(status / 100) !== 3;
    return faultIf(
      `/success/${index}`,
      possible ? null : "must be a final status from 200 to 599 and no redirect (3xx)",
    );
  });
}

function dateFaults({ body, dates }: Profile): Fault[] {
  const clash = body === "cloudevents" && dates === "sortable";
  return faultIf("/dates", clash ? 'must be "iso": CloudEvents demands RFC 3339 times' : null);
}

function faultIf(pointer: string, detail: string | null | undefined): Fault[] {
  return detail ? [{ pointer, detail }] : [];
}
