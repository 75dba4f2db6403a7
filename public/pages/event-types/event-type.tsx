import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import type { Params } from "../../app/lazy.tsx";
import { navigate, search } from "../../app/location.ts";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { StatusBadge } from "../../components/badge.tsx";
import { Button, ButtonLink } from "../../components/button.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { PageSkeleton } from "../../components/skeleton.tsx";
import { Time } from "../../components/values.tsx";
import { t } from "../../texts/index.ts";
import { type EventType, statusOf } from "./catalogue.ts";
import { DeleteEventType } from "./delete.tsx";
import { draftOf, emptyDraft } from "./draft.ts";
import { EventTypeForm } from "./form.tsx";
import { Shown } from "./shown.tsx";

/** Stands where a name would, and can be none. */
const NEW = "~new";

/** One type of event: what it means and what its data looks like, shown or changed. */
export default function EventTypePage({ params: { name = "" } }: { params: Params }) {
  if (name === NEW) return <NewEventType />;
  return <Known name={name} />;
}

const crumbs = () => [{ text: t("event_types.title"), to: "/event-types" }];

function NewEventType() {
  const name = new URLSearchParams(search.value).get("name") ?? "";
  return (
    <Page title={t("event_types.new")} sub={t("event_types.new.sub")} crumbs={crumbs()}>
      <EventTypeForm
        initial={emptyDraft(name)}
        isNew
        onSaved={(saved) => navigate(`/event-types/${saved.name}`, { replace: true })}
        onCancel={() => navigate("/event-types")}
      />
    </Page>
  );
}

function Known({ name }: { name: string }) {
  const resource = useResource(() => api["event-types"]({ name }).get(), [name]);
  const { data } = resource;
  const isEditing = mayChange.value && new URLSearchParams(search.value).has("edit");
  const show = () => navigate(`/event-types/${name}`, { replace: true });
  if (resource.isLoading) return <PageSkeleton />;
  return (
    <Page
      title={name}
      crumbs={crumbs()}
      sub={data && <Sub type={data} />}
      actions={data && !isEditing && <Actions type={data} />}
    >
      <ProblemNotice problem={resource.problem} onRetry={resource.reload} />
      {data && isEditing && (
        <EventTypeForm
          initial={draftOf(data)}
          onSaved={(saved) => {
            resource.set(saved);
            show();
          }}
          onCancel={show}
        />
      )}
      {data && !isEditing && <Shown type={data} />}
    </Page>
  );
}

function Sub({ type }: { type: EventType }) {
  return (
    <span class="sub-line">
      <StatusBadge status={statusOf(type)} />
      {type.group !== null && (
        <span>
          {t("event_types.group")} <bdi>{type.group}</bdi>
        </span>
      )}
      <span>
        {t("event_types.updated")} <Time at={type.updated} />
      </span>
      {type.last_seen !== null && (
        <span>
          {t("event_types.last_seen")} <Time at={type.last_seen} />
        </span>
      )}
      {type.tenant !== null && (
        <span>
          {t("event_types.brought_by")} <bdi>{type.tenant}</bdi>
        </span>
      )}
      {type.tenants !== null && (
        <span>
          {t("event_types.for_tenants")} <bdi>{type.tenants.join(", ")}</bdi>
        </span>
      )}
    </span>
  );
}

function Actions({ type: { name, status } }: { type: EventType }) {
  return (
    <>
      <ButtonLink to={`/events?type=${encodeURIComponent(name)}`}>{t("event_types.events")}</ButtonLink>
      {mayChange.value && (
        <>
          <DeleteEventType name={name} />
          <Button primary onClick={() => navigate(`/event-types/${name}?edit=1`)}>
            {t(status === "undeclared" ? "event_types.declare" : "event_types.edit")}
          </Button>
        </>
      )}
    </>
  );
}
