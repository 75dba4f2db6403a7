import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/** A secret that this master key does not open. */
export class VaultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "VaultError";
  }
}

/** Seals webhook secrets for the database with AES-256-GCM. `context` ties a sealed text to the row it belongs to. */
export type Vault = {
  /** Which master key this is, as sealed texts name it. */
  keyId: string;
  /** A key of 32 bytes for another purpose, the same in every process with this master key. Source: RFC 5869. */
  derive(purpose: string): Buffer;
  seal(plain: string, context: string): string;
  /** Throws VaultError when the text was sealed with another master key or for another row. */
  open(sealed: string, context: string): string;
};

const VERSION = "v1";

/** Which master key a text was sealed with. */
export const keyIdOf = (sealed: string): string => sealed.split(".")[1] ?? "";

/** `masterKey` is 32 bytes. A sealed text is `v1.<key id>.<nonce>.<ciphertext and tag>`, base64url. */
export function createVault(masterKey: Uint8Array): Vault {
  const keyId = createHash("sha256").update(masterKey).digest("hex").slice(0, 8);
  return {
    keyId,
    derive: (purpose) => Buffer.from(hkdfSync("sha256", masterKey, "", purpose, 32)),
    seal(plain, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", masterKey, nonce).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, keyId, nonce.toString("base64url"), sealed.toString("base64url")].join(".");
    },
    open(sealed, context) {
      const [version, id, nonce = "", body = ""] = sealed.split(".");
      if (version !== VERSION) throw new VaultError(`a secret is sealed in the unknown format ${version}`);
      if (id !== keyId)
        throw new VaultError(`a secret was sealed with the master key ${id}, not with ${keyId}`);
      const bytes = Buffer.from(body, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", masterKey, Buffer.from(nonce, "base64url"));
      decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-16));
      try {
        return decipher.update(bytes.subarray(0, -16), undefined, "utf8") + decipher.final("utf8");
      } catch {
        throw new VaultError("a secret was changed since it was sealed, or belongs to another webhook");
      }
    },
  };
}
