import type { ComponentType, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { FetchFailed } from "../../app/lazy.tsx";
import { PageSkeleton } from "../../components/skeleton.tsx";

/** A part of a page whose code is fetched when it is shown the first time, as `lazyPage` does for whole pages. */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Part(props: Props): JSX.Element {
    const [failed, setFailed] = useState<FetchFailed | null>(null);
    const [, shown] = useState(loaded !== null);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (part) => {
          loaded = part;
          shown(true);
        },
        (error: unknown) => setFailed(new FetchFailed(String(error))),
      );
    }, []);
    if (failed) throw failed;
    const Loaded = loaded;
    return Loaded ? <Loaded {...props} /> : <PageSkeleton />;
  };
}
