import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import type { Params } from "../../app/lazy.tsx";
import { navigate, search } from "../../app/location.ts";
import { Page } from "../../app/page.tsx";
import { mayChange } from "../../app/session.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Copy, Lock } from "../../components/icons.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { PageSkeleton } from "../../components/skeleton.tsx";
import { t } from "../../texts/index.ts";
import { Contract } from "./contract.tsx";
import { CopyDialog } from "./copy-dialog.tsx";
import { DeleteProfile } from "./delete.tsx";
import { lazyPart } from "./lazy-part.tsx";
import { SavedPreview } from "./saved-preview.tsx";
import { Schedule } from "./schedule.tsx";
import type { ShownProfile } from "./types.ts";
import { usedByWords } from "./words.ts";

const ProfileEditor = lazyPart(() => import("./edit/editor.tsx").then(({ ProfileEditor: part }) => part));

/** One contract: what it means, what is sent, when it is tried again; own ones can be changed. */
export default function ProfilePage({ params: { name = "" } }: { params: Params }) {
  const resource = useResource(() => api.profiles({ name }).get(), [name]);
  const { data } = resource;
  const isEditing =
    mayChange.value && data?.builtin === false && new URLSearchParams(search.value).get("tab") === "edit";
  const show = () => navigate(`/profiles/${name}`, { replace: true });
  if (resource.isLoading) return <PageSkeleton />;
  return (
    <Page
      title={data?.title ?? name}
      crumbs={[{ text: t("profiles.title"), to: "/profiles" }]}
      sub={data && <Sub profile={data} />}
      actions={data && mayChange.value && !isEditing && <Actions profile={data} />}
    >
      <ProblemNotice problem={resource.problem} onRetry={resource.reload} />
      {data && isEditing && (
        <ProfileEditor
          profile={data}
          onSaved={(saved) => {
            resource.set(saved);
            show();
          }}
          onCancel={show}
        />
      )}
      {data && !isEditing && <Read profile={data} />}
    </Page>
  );
}

function Read({ profile }: { profile: ShownProfile }) {
  const { description } = profile;
  return (
    <>
      {description !== "" && (
        <p class="prose" dir="auto">
          {description}
        </p>
      )}
      <div class="split">
        <Contract profile={profile} />
        <SavedPreview name={profile.name} changed={profile.updated} />
      </div>
      <Schedule profile={profile} />
    </>
  );
}

function Sub({ profile }: { profile: ShownProfile }) {
  return (
    <span class="sub-line">
      {profile.builtin && <Badge kind="idle" icon={Lock} text={t("profiles.is_builtin")} />}
      <code dir="ltr">{profile.name}</code>
      <span>{t("profiles.used_by", { users: usedByWords(profile) })}</span>
    </span>
  );
}

function Actions({ profile }: { profile: ShownProfile }) {
  const [isCopying, copying] = useState(false);
  const { builtin, name } = profile;
  return (
    <>
      {!builtin && <DeleteProfile profile={profile} />}
      <Button icon={Copy} primary={builtin} onClick={() => copying(true)}>
        {t("profiles.copy")}
      </Button>
      {!builtin && (
        <Button primary onClick={() => navigate(`/profiles/${name}?tab=edit`)}>
          {t("profiles.edit")}
        </Button>
      )}
      <CopyDialog profiles={[profile]} from={name} isOpen={isCopying} onClose={() => copying(false)} />
    </>
  );
}
