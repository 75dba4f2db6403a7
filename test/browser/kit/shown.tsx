import type { Problem } from "../../../public/api/problem.ts";
import { HealthBadge, StatusBadge } from "../../../public/components/badge.tsx";
import { CodeBlock } from "../../../public/components/code-block.tsx";
import { KeyValues } from "../../../public/components/key-values.tsx";
import { Notice } from "../../../public/components/notice.tsx";
import { ProblemNotice } from "../../../public/components/problem-notice.tsx";
import { Panel, Section } from "../../../public/components/section.tsx";
import { Tabs } from "../../../public/components/tabs.tsx";

const HOSTILE = `<script>alert(1)</script> \u202egnirts ${"x".repeat(200)}`;
const STATUSES = [
  "active",
  "paused",
  "pending",
  "retrying",
  "succeeded",
  "failed",
  "cancelled",
  "disabled",
  "unverified",
];
const refused = (status: number, detail: string): Problem => ({
  ...{ status, detail, code: "", title: "", retryAfterSeconds: null },
  errors: status === 422 ? [{ pointer: "/url", detail: "must be an https URL" }] : [],
});

export function Shown() {
  const tabs = ["Deliveries", "Settings", "Secret"].map((text) => ({
    to: `/${text}`,
    text,
    isCurrent: text === "Settings",
  }));
  return (
    <Section title="Shown">
      <p class="actions">
        {STATUSES.map((status) => (
          <StatusBadge key={status} status={status} />
        ))}
        {["idle", "healthy", "warning", "failing"].map((state) => (
          <HealthBadge key={state} status="active" state={state} />
        ))}
      </p>
      <Tabs label="Webhook" tabs={tabs} />
      <Notice kind="info" title="Good to know.">
        It is so.
      </Notice>
      <Notice kind="warn" title="Take care.">
        {HOSTILE}
      </Notice>
      {[0, 403, 409, 422, 503].map((status) => (
        <ProblemNotice
          key={status}
          problem={refused(status, status === 409 ? HOSTILE : "")}
          onRetry={() => undefined}
        />
      ))}
      <div class="split">
        <Panel>
          <KeyValues
            mono
            items={[
              { name: "webhook-id", value: HOSTILE },
              { name: "content-type", value: "application/json" },
            ]}
          />
          <CodeBlock label="Body" text='{"order":12345678901234567890,"total":1.50}' />
        </Panel>
        <Panel>
          <CodeBlock label="Answer" text={HOSTILE} />
        </Panel>
      </div>
    </Section>
  );
}
