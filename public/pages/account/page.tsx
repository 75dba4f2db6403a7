import { Page } from "../../app/page.tsx";
import { isOwner, session } from "../../app/session.ts";
import { KeyValues } from "../../components/key-values.tsx";
import { Notice } from "../../components/notice.tsx";
import { Panel, Section } from "../../components/section.tsx";
import { t, word } from "../../texts/index.ts";
import { OwnName } from "./own-name.tsx";
import { OwnPassword } from "./own-password.tsx";
import { Sessions } from "./sessions.tsx";

/** Who is signed in: their name, their password, and where they are signed in. */
export default function Account() {
  const now = session.value;
  if (now.state !== "user") return null;
  const { user } = now;
  const items = [
    { name: t("users.name"), value: user.name },
    { name: t("sign_in.email"), value: user.email },
    { name: t("users.role"), value: word("role", user.role) },
  ];
  return (
    <Page title={t("account.title")} sub={<bdi>{user.email}</bdi>}>
      <Section title={t("account.who")}>
        {isOwner.value ? (
          <Panel padded>
            <OwnName user={user} />
          </Panel>
        ) : (
          <>
            <Panel>
              <KeyValues items={items} />
            </Panel>
            <Notice kind="info">{t("account.ask_owner")}</Notice>
          </>
        )}
      </Section>
      <Section title={t("account.password")}>
        <Panel padded>
          <OwnPassword email={user.email} />
        </Panel>
      </Section>
      <Sessions />
    </Page>
  );
}
