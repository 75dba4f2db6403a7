import type { api, DataOf, RowOf } from "../../api/client.ts";
import { type Resource, useResource } from "../../api/resource.ts";
import { fetchCatalogue } from "../../api/whole-catalogue.ts";

export type EventType = RowOf<(typeof api)["event-types"]["get"]>;

/** The declared types, and as many of the others as a page can show: a tree needs all of its names. */
export const useCatalogue = (): Resource<DataOf<(typeof api)["event-types"]["get"]>> =>
  useResource(fetchCatalogue, []);

/** The word of a type's badge: what is deprecated is declared too. */
export const statusOf = ({ status, deprecated }: Pick<EventType, "status" | "deprecated">) =>
  deprecated ? "deprecated" : status;
