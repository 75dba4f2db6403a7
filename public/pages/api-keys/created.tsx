import { at } from "../../api/client.ts";
import { ButtonLink } from "../../components/button.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { Notice } from "../../components/notice.tsx";
import { SecretText } from "../../components/secret-text.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { t } from "../../texts/index.ts";

type Made = { key: string; scopes: readonly string[]; tenant: string | null };

/** The key, which is nowhere to be seen again, and a first call with it. */
export function Created({ made }: { made: Made }) {
  return (
    <>
      <Notice kind="warn" title={t("api_keys.made.once")}>
        {t("api_keys.made.text")}
      </Notice>
      <SecretText label={t("api_keys.made.key")} text={made.key} copy={t("api_keys.made.copy")} />
      <Section title={t("api_keys.made.try")}>
        <Panel>
          <CodeBlock label="curl" text={curlOf(made)} />
        </Panel>
      </Section>
      <ButtonLink to="/api-keys">{t("api_keys.made.back")}</ButtonLink>
    </>
  );
}

/** A call that the key may make: it publishes where it may, else it looks. */
function curlOf({ key, scopes, tenant }: Made): string {
  const [authorization, url] = [`-H 'Authorization: Bearer ${key}'`, at("api/v1/")];
  const may = (scope: string) => scopes.includes(scope) || scopes.includes("admin");
  if (may("events:write")) {
    const event = JSON.stringify({
      type: "order.created",
      ...(tenant !== null && { tenant }),
      data: { id: 42 },
    });
    return `curl ${url}events ${authorization} -H 'Content-Type: application/json' -d '${event}'`;
  }
  const readable = reads.find(([scope]) => may(scope));
  return `curl ${url}${readable?.[1] ?? "events"} ${authorization}`;
}

const reads = [
  ["events:read", "events"],
  ["webhooks:read", "webhooks"],
  ["webhooks:write", "webhooks"],
  ["deliveries:read", "deliveries"],
  ["deliveries:write", "jobs"],
] as const;
