import { bodyOnly, checkBySigning, hmacSha256 } from "./keys.ts";
import type { Message, Scheme } from "./scheme.ts";

const PART = /^(t|v1)=(.+)$/;
const SECONDS = /^\d{1,12}$/;

const sign = ({ timestamp, body }: Message, secret: string) =>
  hmacSha256(secret, `${timestamp}.${body}`, "hex");

/** `t=<seconds>,v1=<hex>[,v1=<hex>]` over `t.body`; the key is the whole secret, its `whsec_` included. */
export const stripe: Scheme = {
  ...bodyOnly,
  needs: ["timestamp"],
  several: true,
  looksLike: "t=<seconds>,v1=<hex>",
  sign,
  format: ({ timestamp }, signatures) =>
    [`t=${timestamp}`, ...signatures.map((hex) => `v1=${hex}`)].join(","),
  check: checkBySigning(sign),
  read(header) {
    const parts = header.split(",").flatMap((part) => [PART.exec(part.trim())?.slice(1) ?? []]);
    const valuesOf = (name: string) => parts.filter((part) => part[0] === name).map((part) => part[1] ?? "");
    const [seconds = ""] = valuesOf("t");
    const signatures = valuesOf("v1");
    return SECONDS.test(seconds) && signatures.length > 0 ? { signatures, timestamp: Number(seconds) } : null;
  },
};
