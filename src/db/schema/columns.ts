import { integer, text } from "drizzle-orm/sqlite-core";

/** The row's number, which joins and orders rows inside the database. */
export const seq = () => integer("seq").primaryKey();

/** A text that is JSON. */
export const json = <T>(name: string) => text(name, { mode: "json" }).$type<T>();
