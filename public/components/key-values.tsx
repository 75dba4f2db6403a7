import type { ComponentChildren } from "preact";

export type KeyValue = { name: string; value: ComponentChildren };

/** Names and values, such as headers (`mono`) or what is known of a thing. */
export function KeyValues({ items, mono }: { items: readonly KeyValue[]; mono?: boolean }) {
  return (
    <dl class={mono ? "kv mono" : "kv"} {...(mono && { dir: "ltr" as const })}>
      {items.map(({ name, value }, index) => (
        <div key={`${index} ${name}`}>
          <dt>{name}</dt>
          <dd>{typeof value === "string" ? <bdi>{value}</bdi> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
