import { createCipheriv, createDecipheriv } from "node:crypto";
import { Elysia } from "elysia";
import { cursorSeq, SEALED_CURSOR, seqCursor } from "./paging.ts";

/** Places in lists and streams as clients see them: else a tenant could read from them how many rows all tenants have. */
export type Cursors = {
  /** `cursor` as `seqCursor` makes it. */
  seal(cursor: string): string;
  /** The cursor inside; what is none of ours comes back as a text that `cursorSeq` refuses. */
  open(sealed: string): string;
};

/** Zeros beside the place tell a sealed one from any other text: a forged one passes once in 2^64. */
const ZEROS = 8;
const FORGED = "forged";

/** One block each, so that the same place is always the same text: after a restart and on every node. `key` is 32 bytes. */
export function createCursors(key: Uint8Array): Cursors {
  const one = (cipher: ReturnType<typeof createCipheriv | typeof createDecipheriv>, block: Buffer) =>
    Buffer.concat([cipher.setAutoPadding(false).update(block), cipher.final()]);
  return {
    seal(cursor) {
      const block = Buffer.alloc(16);
      block.writeBigUInt64BE(BigInt(cursorSeq({ cursor }) ?? 0), ZEROS);
      return `p${one(createCipheriv("aes-256-ecb", key, null), block).toString("hex")}`;
    },
    open(sealed) {
      if (!SEALED_CURSOR.test(sealed)) return FORGED;
      const block = one(createDecipheriv("aes-256-ecb", key, null), Buffer.from(sealed.slice(1), "hex"));
      return block.readBigUInt64BE() === 0n ? seqCursor(Number(block.readBigUInt64BE(ZEROS))) : FORGED;
    },
  };
}

/** Opens the `cursor` of each request to the routes that follow, and seals the `next_cursor` of each response. */
export const opaqueCursors = (cursors: Cursors) =>
  new Elysia({ name: "opaque-cursors" })
    .onTransform({ as: "global" }, ({ query }) => {
      const { cursor } = query;
      if (cursor !== undefined) query.cursor = cursors.open(cursor);
    })
    .onAfterHandle({ as: "global" }, ({ responseValue }) => {
      if (isPage(responseValue))
        return { ...responseValue, next_cursor: cursors.seal(responseValue.next_cursor) };
    });

const isPage = (value: unknown): value is { next_cursor: string } =>
  typeof value === "object" &&
  value !== null &&
  "next_cursor" in value &&
  typeof value.next_cursor === "string";
