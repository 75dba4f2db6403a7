import { useState } from "preact/hooks";
import type { AcceptedEvent } from "../../../src/modules/events/model.ts";
import { useAction } from "../../api/action.ts";
import { faultAt, type Problem } from "../../api/problem.ts";
import { postText } from "../../api/raw.ts";
import { t } from "../../texts/index.ts";
import { bodyOf, type Draft, faultsOf } from "./body.ts";

const say = {
  get empty() {
    return t("send.data.empty");
  },
  notJson: (reason: string) => t("send.data.not_json", { reason }),
};

/** Sends a draft as it is typed, unless it is no JSON; its problem is the page's own then, told as the server would. */
export function useSend(draft: Draft, done: (event: AcceptedEvent) => void) {
  const [own, setOwn] = useState<Problem | null>(null);
  const send = useAction((body: string) => postText<AcceptedEvent>("events", body, "application/json"), done);
  async function run(): Promise<boolean> {
    const errors = faultsOf(draft, say);
    setOwn(errors.length > 0 ? { ...NOT_VALID, errors } : null);
    return errors.length === 0 && send.run(bodyOf(draft));
  }
  const problem = own ?? send.problem;
  return { run, problem, isPending: send.isPending, errorAt: (pointer: string) => faultAt(problem, pointer) };
}

const NOT_VALID = { status: 422, code: "invalid", title: "", detail: "", retryAfterSeconds: null };
