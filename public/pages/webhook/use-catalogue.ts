import { useResource } from "../../api/resource.ts";
import { fetchCatalogue } from "../../api/whole-catalogue.ts";
import type { EventType } from "./types.ts";

export type Catalogue = { types: readonly EventType[]; names: readonly string[]; isLoading: boolean };

/** The event types there are to choose from; none where they cannot be had, for names can be typed too. */
export function useCatalogue(): Catalogue {
  const { data, isLoading } = useResource(fetchCatalogue, []);
  const types = data?.data ?? [];
  return { types, names: types.map(({ name }) => name), isLoading };
}
