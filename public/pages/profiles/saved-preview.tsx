import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { RequestPreview, SampleType } from "./preview.tsx";

/** The event types that there are examples of. */
export function useSampleTypes() {
  const { data } = useResource(
    () => api["event-types"].get({ query: { limit: "250", status: "declared" } }),
    [],
  );
  return (data?.data ?? [])
    .filter(({ example }) => example !== null)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** What a saved profile sends. */
export function SavedPreview({ name, changed }: { name: string; changed: string | null }) {
  const [type, setType] = useState("");
  const types = useSampleTypes();
  const preview = useResource(
    () => api.profiles({ name }).preview.get({ query: type === "" ? {} : { type } }),
    [name, type, changed],
  );
  return (
    <RequestPreview
      preview={preview.data}
      action={<SampleType types={types.map((one) => one.name)} value={type} onChange={setType} />}
      problem={<ProblemNotice problem={preview.problem} onRetry={preview.reload} />}
    />
  );
}
