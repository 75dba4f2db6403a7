import type { api, DataOf } from "../../api/client.ts";

/** The document; asked for as JSON it is never a page. */
export type ConsumerDocs = Exclude<DataOf<(typeof api)["docs"]["consumer"]["get"]>, Response>;

export type Snippet = ConsumerDocs["verifying"]["proofs"][number]["snippets"][number];
export type DocumentedEvent = ConsumerDocs["events"][number];
export type WireRequest = ConsumerDocs["request"]["sample"];
