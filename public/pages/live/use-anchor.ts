import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Keeps what is being read where it is when rows come in above it: the page is scrolled by what it has grown. At the top of the
 * page nothing is held, so that the newest are seen. (Not every browser anchors by itself, so the style switches that off.)
 */
export function useAnchor(rows: readonly { id: string }[]) {
  const place = useRef<HTMLDivElement>(null);
  const last = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    const height = heightAbove(place.current, rows, last.current);
    if (height > 0 && place.current && place.current.getBoundingClientRect().top < 0) scrollBy(0, height);
    last.current = rows[0]?.id;
  }, [rows]);
  return place;
}

/** How high the rows are that stand above the one that was the first before. */
function heightAbove(
  place: HTMLElement | null,
  rows: readonly { id: string }[],
  first: string | undefined,
): number {
  const count = first === undefined ? 0 : rows.findIndex(({ id }) => id === first);
  const added = [...(place?.querySelectorAll<HTMLElement>("tbody > tr") ?? [])].slice(0, Math.max(0, count));
  return added.reduce((sum, row) => sum + row.getBoundingClientRect().height, 0);
}
