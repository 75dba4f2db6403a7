import { useEffect, useRef } from "preact/hooks";
import { Button } from "../components/button.tsx";
import { ChevronsUpDown, Keyboard, LogOut, UserRound } from "../components/icons.ts";
import { Link } from "../components/link.tsx";
import { RadioGroup } from "../components/radio-group.tsx";
import { toast } from "../components/toast.tsx";
import { chooseLanguage, type Language, language, languages, t, word } from "../texts/index.ts";
import { isHelpOpen } from "./keyboard.ts";
import { isPortal } from "./mode.ts";
import { type Theme, theme, themes } from "./preferences.ts";
import { session, signOut } from "./session.ts";

/** Who is signed in, how the page looks, and the way out. */
export function UserMenu() {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => closeOutside(menu), []);
  return (
    <details class="user-menu" ref={menu}>
      <summary>
        <Who />
        <span class="sr-only">{t("menu.account")}</span>
        <ChevronsUpDown size={14} aria-hidden="true" />
      </summary>
      <div class="user-menu-panel">
        <ThemeChoice />
        <LanguageChoice />
        {!isPortal && (
          <Link to="/account" class="btn quiet">
            <UserRound size={14} aria-hidden="true" />
            {t("menu.own_account")}
          </Link>
        )}
        <Button quiet icon={Keyboard} onClick={() => openHelp(menu.current)}>
          {t("menu.keys")}
        </Button>
        <Button quiet icon={LogOut} onClick={leave}>
          {t(isPortal ? "menu.leave" : "menu.sign_out")}
        </Button>
      </div>
    </details>
  );
}

function Who() {
  const now = session.value;
  if (now.state === "portal")
    return (
      <span class="who">
        <bdi title={now.portal.tenant}>{now.portal.tenant_name}</bdi>
        {now.portal.read_only && <small>{t("portal.read_only")}</small>}
      </span>
    );
  if (now.state !== "user") return <span class="who" />;
  return (
    <span class="who">
      <bdi>{now.user.email}</bdi>
      <small>{word("role", now.user.role)}</small>
    </span>
  );
}

function ThemeChoice() {
  const options = themes.map((value) => ({ value, label: t(`menu.theme.${value}`) }));
  return (
    <RadioGroup
      label={t("menu.theme")}
      value={theme.value}
      options={options}
      onChange={(value) => {
        theme.value = value as Theme;
      }}
      inline
    />
  );
}

function LanguageChoice() {
  const options = Object.entries(languages).map(([value, label]) => ({ value, label, lang: value }));
  const choose = (value: string) =>
    chooseLanguage(value as Language).catch(() => toast({ kind: "bad", text: t("crash.fetch") }));
  return (
    <RadioGroup
      label={t("menu.language")}
      value={language.value}
      options={options}
      onChange={choose}
      inline
    />
  );
}

async function leave(): Promise<void> {
  const problem = await signOut();
  if (problem) toast({ kind: "bad", text: problem.detail || t("problem.unreachable") });
}

function openHelp(menu: HTMLDetailsElement | null): void {
  if (menu) menu.open = false;
  isHelpOpen.value = true;
}

/** A menu closes when somebody does something elsewhere, and by Escape. */
function closeOutside(menu: { current: HTMLDetailsElement | null }): () => void {
  const outside = (event: Event) => {
    if (menu.current && !menu.current.contains(event.target as Node)) menu.current.open = false;
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !menu.current?.open) return;
    menu.current.open = false;
    menu.current.querySelector("summary")?.focus();
  };
  document.addEventListener("click", outside);
  document.addEventListener("focusin", outside);
  document.addEventListener("keydown", onEscape);
  return () => {
    document.removeEventListener("click", outside);
    document.removeEventListener("focusin", outside);
    document.removeEventListener("keydown", onEscape);
  };
}
