import type { api, DataOf } from "../../api/client.ts";

/** What `GET /stats` answers. */
export type Stats = DataOf<typeof api.stats.get>;
