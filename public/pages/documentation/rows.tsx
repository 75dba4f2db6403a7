import type { ComponentChildren } from "preact";
import { Panel } from "../../components/section.tsx";

type RowsProps = { label: string; heads: readonly string[]; rows: readonly (readonly ComponentChildren[])[] };

/** A table of words, whose lines may be as long as they are. */
export function Rows({ label, heads, rows }: RowsProps) {
  return (
    <Panel>
      <table class="words" aria-label={label}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, at) => (
                <td key={at} data-label={heads[at]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
