import { signal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import { PageSkeleton } from "../components/skeleton.tsx";

/** What may come from the path of a page: `{ id: "wh_1" }`. */
export type Params = Record<string, string>;
export type PageComponent = ComponentType<{ params: Params }>;

/**
 * A page whose code is fetched when it is opened the first time. When that fails, rendering throws what happened to the error
 * boundary, which offers to reload.
 */
export function lazyPage(load: () => Promise<{ default: PageComponent }>): PageComponent {
  const loaded = signal<PageComponent | null>(null);
  const failed = signal<unknown>(null);
  let asked = false;
  function fetchOnce(): void {
    if (asked) return;
    asked = true;
    load().then(
      (module) => {
        loaded.value = module.default;
      },
      (error: unknown) => {
        failed.value = new FetchFailed(String(error));
        asked = false;
      },
    );
  }
  return function Lazy(props): JSX.Element {
    if (failed.value) throw failed.value;
    const Page = loaded.value;
    if (Page) return <Page {...props} />;
    fetchOnce();
    return <PageSkeleton />;
  };
}

/** A part of the page could not be fetched: the server is away, or has other parts since an update. */
export class FetchFailed extends Error {}
