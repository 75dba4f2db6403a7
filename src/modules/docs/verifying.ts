import type { Profile } from "../../wire/profile.ts";
import { signatureHeader } from "../../wire/schemes/index.ts";
import { holdsSecret } from "../../wire/template.ts";
import type { Part, Proof } from "./model.ts";
import { schemeWords } from "./schemes.ts";
import { snippetsOf } from "./snippets.ts";
import { code, listed } from "./words.ts";

const SECRET = "{webhook.secret}";

/** How a consumer makes sure that a request is genuine: by signatures, by a header with the secret, or not at all. */
export function verifying(profile: Profile): Part<"verifying"> {
  const proofs = [...profile.signatures.map(signatureProof), ...secretProofs(profile)];
  return { text: summary(proofs), proofs };
}

function summary(proofs: Proof[]): string[] {
  if (proofs.length === 0)
    return [
      "These requests carry neither a signature nor a secret, so nothing in them proves who sent them.",
      "Keep the URL secret, with a long random part in its path, or give the webhook a header of your own that only you know: `headers` when registering, such as `Authorization`.",
      "Do not act on the content alone where it matters: fetch the object from the API and use what that answers.",
    ];
  const names = listed(proofs.map(({ header }) => code(header)));
  const first = `Anybody can send a request to your URL. Refuse each whose ${names} does not prove that it is genuine.`;
  const signed = proofs.some(({ scheme }) => scheme !== null);
  return signed ? [first] : [first, "The body is not signed: take only requests that came by https."];
}

function signatureProof(signature: Profile["signatures"][number]): Proof {
  const { scheme } = signature;
  const header = signatureHeader(signature);
  const { steps, key } = schemeWords[scheme];
  const snippets = snippetsOf(scheme, { SIGNATURE_HEADER: header });
  return { scheme, header, text: steps(header), key, snippets };
}

function secretProofs({ headers }: Profile): Proof[] {
  return Object.entries(headers).flatMap(([header, template]) =>
    holdsSecret(template) ? [secretProof(header, template)] : [],
  );
}

/** A template with further placeholders cannot be compared without knowing them, so it is explained in words only. */
function secretProof(header: string, template: string): Proof {
  const around = template.split(SECRET);
  const simple = around.length === 2 && !around.join("").includes("{");
  const [before = "", after = ""] = around;
  const text = [
    template === SECRET
      ? `\`${header}\` holds the webhook's secret. Refuse a request without it or with another one.`
      : `\`${header}\` is written as \`${template}\`. Refuse a request in which it is anything else.`,
    "Compare in constant time: an ordinary comparison tells by how long it takes how much of a guess was right.",
  ];
  const snippets = simple
    ? snippetsOf("secret-header", { SIGNATURE_HEADER: header, EXPECTED: [before, null, after] })
    : [];
  return { scheme: null, header, text, key: "The secret is the webhook's.", snippets };
}
