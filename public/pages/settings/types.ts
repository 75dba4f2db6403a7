import type { api, RowOf } from "../../api/client.ts";

export type Setting = RowOf<typeof api.settings.get>;
