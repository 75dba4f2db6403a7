import { useEffect, useRef } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { isPattern } from "../../components/event-type-tree.ts";
import { t } from "../../texts/index.ts";
import { type Draft, EMPTY_DRAFT } from "./body.ts";

type Known = {
  status: "unknown" | "undeclared" | "declared";
  /** JSON text of the catalogue's example; null where there is none. */
  example: string | null;
  /** Puts the example in the place of what is there. */
  use(): void;
};

/** The catalogue's example of the chosen type. It comes in by itself as long as nobody has typed data of their own. */
export function useExample({ type, data }: Draft, fill: (data: string) => void): Known {
  const untouched = useRef<string>(EMPTY_DRAFT.data);
  const listed = useListed(type);
  const { data: found } = useResource(() => api["event-types"]({ name: type }).get(), [type], {
    isOff: listed !== true,
  });
  const current = found?.name === type ? found : undefined;
  const example = current && current.example !== null ? JSON.stringify(current.example, null, 2) : null;
  const use = () => {
    if (example === null) return;
    untouched.current = example;
    fill(example);
  };
  useEffect(() => {
    if (data === untouched.current || data.trim() === "") use();
  }, [example]);
  return {
    status: current?.status ?? (listed === false ? "undeclared" : "unknown"),
    example: example === data ? null : example,
    use,
  };
}

/** Whether the catalogue has a type of this name, null until that is known: asked of the list, which finds nothing without a fuss. */
function useListed(type: string): boolean | null {
  const isOff = type === "" || !isPattern(type) || type.endsWith("*");
  const { data } = useResource(() => api["event-types"].get({ query: { q: type } }), [type], { isOff });
  return isOff || !data ? null : data.data.some(({ name }) => name === type);
}

/** Below the editor: what is known of the data, and a way to the example that does not overwrite what was typed unasked. */
export function Example({ type, status, example, use }: Known & { type: string }) {
  return (
    <>
      {t("send.data.hint")} {type !== "" && status === "undeclared" && t("send.undeclared")}
      {example !== null && (
        <button type="button" class="text-button" onClick={use}>
          {t("send.example", { type })}
        </button>
      )}
    </>
  );
}
