import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import type { Params } from "../../app/lazy.tsx";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { Button } from "../../components/button.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Panel } from "../../components/section.tsx";
import { PageSkeleton } from "../../components/skeleton.tsx";
import { Time } from "../../components/values.tsx";
import { t } from "../../texts/index.ts";
import { DangerZone } from "./danger-zone.tsx";
import { Deletion } from "./deletion.tsx";
import { TenantSettings } from "./edit-form.tsx";
import type { Tenant } from "./input.ts";
import { PortalDialog } from "./portal-dialog.tsx";
import { TenantId } from "./tenant-id.tsx";
import { TenantWebhooks } from "./webhooks.tsx";

const crumbs = () => [{ text: t("tenants.title"), to: "/tenants" }];

/** One customer: how their webhooks are, who is told about trouble, their portal. */
export default function TenantPage({ params: { id = "" } }: { params: Params }) {
  const tenant = useResource(() => api.tenants({ id }).get(), [id]);
  if (tenant.data) return <Shown tenant={tenant.data} onSaved={tenant.set} />;
  if (tenant.isLoading) return <PageSkeleton />;
  return (
    <Page title={id} crumbs={crumbs()}>
      <Panel>
        <ProblemNotice problem={tenant.problem} onRetry={tenant.reload} />
      </Panel>
    </Page>
  );
}

function Shown({ tenant, onSaved }: { tenant: Tenant; onSaved(tenant: Tenant): void }) {
  const [isPortalOpen, openPortal] = useState(false);
  const { id, name } = tenant;
  const query = { tenant: id, kind: "delete_tenant", status: "running" } as const;
  const deletions = useResource(() => api.jobs.get({ query }), [id]);
  const [deletion, setDeletion] = useState<string | null>(null);
  const job = deletion ?? deletions.data?.data[0]?.id ?? null;
  const open = mayChange.value && job === null && (
    <Button primary onClick={() => openPortal(true)}>
      {t("tenants.portal.open")}
    </Button>
  );
  return (
    <Page title={name} sub={<Sub tenant={tenant} />} actions={open} crumbs={crumbs()}>
      {job !== null && <Deletion id={job} tenant={id} />}
      {job === null && <TenantWebhooks id={id} />}
      {job === null && <TenantSettings key={id} {...{ tenant, onSaved }} />}
      {job === null && mayChange.value && <DangerZone id={id} onDeleting={setDeletion} />}
      {mayChange.value && <PortalDialog id={id} isOpen={isPortalOpen} onClose={() => openPortal(false)} />}
    </Page>
  );
}

function Sub({ tenant: { id, created } }: { tenant: Tenant }) {
  return (
    <>
      <TenantId id={id} /> · {t("tenants.since")} <Time at={created} />
    </>
  );
}
