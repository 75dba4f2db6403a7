// @peculiar/x509 asks for the reflect-metadata polyfill before it loads; this is the part of it that it uses.
const metadata = new WeakMap<object, Map<unknown, unknown>>();
const read = (key: unknown, target: object) => metadata.get(target)?.get(key);
Object.assign(Reflect, {
  getMetadata: read,
  getOwnMetadata: read,
  defineMetadata(key: unknown, value: unknown, target: object) {
    metadata.set(target, (metadata.get(target) ?? new Map()).set(key, value));
  },
});
const x509 = await import("@peculiar/x509");

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;

/** PEM texts, as node:tls takes them. */
export type Certificate = { cert: string; key: string };

/** What to certify: DNS names and IP addresses, valid from yesterday to tomorrow unless told otherwise. */
export type Subject = { names?: string[]; addresses?: string[]; notBefore?: Date; notAfter?: Date };

export interface Authority {
  /** The authority's own certificate, PEM. */
  readonly ca: string;
  issue(subject: Subject): Promise<Certificate>;
}

/** A certificate authority of its own, made anew at each call. */
export async function createAuthority(name = "Test CA"): Promise<Authority> {
  const keys = await newKeys();
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    ...validity({}),
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    ca: own.toString("pem"),
    async issue(subject) {
      const { publicKey, privateKey } = await newKeys();
      const certificate = await x509.X509CertificateGenerator.create({
        subject: "CN=receiver",
        issuer: own.subject,
        publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        ...validity(subject),
        extensions: [alternativeNames(subject)],
      });
      return { cert: certificate.toString("pem"), key: await pem(privateKey) };
    },
  };
}

/** A certificate which no authority has signed. */
export async function selfSigned(subject: Subject): Promise<Certificate> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=receiver",
    keys,
    signingAlgorithm: ALGORITHM,
    ...validity(subject),
    extensions: [alternativeNames(subject)],
  });
  return { cert: certificate.toString("pem"), key: await pem(keys.privateKey) };
}

function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
}

function validity({ notBefore, notAfter }: Subject): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: notBefore ?? new Date(now - DAY_MS), notAfter: notAfter ?? new Date(now + DAY_MS) };
}

function alternativeNames({ names = [], addresses = [] }: Subject) {
  return new x509.SubjectAlternativeNameExtension([
    ...names.map((value) => ({ type: "dns" as const, value })),
    ...addresses.map((value) => ({ type: "ip" as const, value })),
  ]);
}

async function pem(key: CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}
