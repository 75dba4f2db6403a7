import type { ComponentChildren } from "preact";
import { Skeleton } from "./skeleton.tsx";

export type Tile = {
  name: string;
  /** Undefined while it is on its way. */
  value: ComponentChildren;
  /** A few words below it. */
  note?: ComponentChildren;
};

/** The numbers that a page begins with. */
export function StatTiles({ tiles }: { tiles: readonly Tile[] }) {
  return (
    <dl class="tiles">
      {tiles.map(({ name, value, note }) => (
        <div key={name} class="tile">
          <dt>{name}</dt>
          <dd>
            {value ?? <Skeleton width="short" />}
            <small>{note}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}
