/** What a signature covers. */
export type Message = {
  id: string;
  /** The attempt's moment, in Unix seconds. */
  timestamp: number;
  body: string;
};

/** What a received signature header says: its signatures, and the timestamp when the header itself carries one. */
export type Received = { signatures: string[]; timestamp: number | null };

/** A signature scheme as data; the interpreter in `signature.ts` knows none of them by name. */
export type Scheme = {
  /** The header it always uses, as its standard writes it; null when the profile names one. */
  header: string | null;
  /** Further headers it writes, by name. */
  companions: Record<string, (message: Message) => string>;
  /** The parts of the message that a receiver must know besides the body and the signature header. */
  needs: readonly ("id" | "timestamp")[];
  /** Whether its header can carry one signature for each live key. */
  several: boolean;
  /** Whether the secret is a private key, which must never leave. */
  privateKey: boolean;
  /** What a header of this scheme looks like, in plain words. */
  looksLike: string;
  /** The message's signature, or null when the secret is no key of this scheme. */
  sign(message: Message, secret: string): string | null;
  /** The header's value for these signatures. */
  format(message: Message, signatures: string[]): string;
  /** Reads a received header; null when it does not look like one. */
  read(header: string): Received | null;
  /** Whether the signature is right, compared in constant time; null when the key (secret or public) is none. */
  check(message: Message, key: string, signature: string): boolean | null;
  /** Why the text is no secret for this scheme, in plain words; null when it is one. */
  secretFault(secret: string): string | null;
  /** A new secret from the given source of randomness; null when any text will do. */
  generate: ((randomBytes: RandomBytes) => string) | null;
};

export type RandomBytes = (count: number) => Uint8Array;
