import type { Statement } from "../../db/store.ts";

/** For `auditEntry`: only if the statement right before it changed a row. */
export const ifChanged: Statement = { sql: "SELECT 1 WHERE changes() > 0" };
