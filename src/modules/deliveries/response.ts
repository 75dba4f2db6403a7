import { isPublic } from "../../egress/addresses.ts";
import { isDecoded, isGzip } from "../../egress/decode.ts";
import type { Principal } from "../../http/principal.ts";
import type { Attempt } from "./model.ts";
import type { AttemptRow } from "./present.ts";

const HIDDEN = "The body of a response from a private network is shown to operators only.";

const GZIP = "gzip";

/**
 * The receiver's response. Without its body for who is bound to a tenant, where it came from an address that is not public, or by a
 * proxy: a tenant chooses the URL, and must not read the operator's network with it.
 */
export function presentResponse(row: AttemptRow, viewer: Principal): Attempt["response"] {
  if (!row.responseHeaders) return null;
  const truncated = row.responseTruncated ?? false;
  const body = row.responseBody ?? "";
  const isUnzipped = isGzip(row.responseHeaders) && isDecoded(body);
  const shown = { headers: row.responseHeaders, body, truncated, ...(isUnzipped && { decoded: GZIP }) };
  const isOpen = viewer.tenant === null || (row.remoteAddress !== null && isPublic(row.remoteAddress));
  return isOpen ? shown : { headers: row.responseHeaders, truncated, body: null, note: HIDDEN };
}
