import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { IconButton } from "../components/button.tsx";
import { Menu as MenuIcon, X } from "../components/icons.ts";
import { Link } from "../components/link.tsx";
import { Toasts } from "../components/toast.tsx";
import { t } from "../texts/index.ts";
import { Brand } from "./brand.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { path } from "./location.ts";
import { NavigationLinks } from "./navigation-links.tsx";
import { ReturnLink } from "./return-link.tsx";
import { SignInAgain } from "./sign-in-again.tsx";
import { UserMenu } from "./user-menu.tsx";

/** On narrow screens the navigation is behind a button. */
const isMenuOpen = signal(false);
path.subscribe(() => {
  isMenuOpen.value = false;
});

/** Everything around a page. */
export function Shell({ children }: { children: ComponentChildren }) {
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={skip}>
        {t("app.skip")}
      </button>
      <div class={isMenuOpen.value ? "side open" : "side"}>
        <header class="topbar">
          <Link to="/" class="brand">
            <Brand />
          </Link>
          <MenuButton />
        </header>
        <nav id="navigation" class="nav" aria-label={t("app.main")}>
          <NavigationLinks />
        </nav>
        <footer class="foot">
          <ReturnLink />
          <UserMenu />
          <p class="keys-hint">{t("app.press_for_keys", { key: "?" })}</p>
        </footer>
      </div>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Toasts />
      <KeysDialog />
      <SignInAgain />
    </div>
  );
}

function MenuButton() {
  const isOpen = isMenuOpen.value;
  const toggle = () => {
    isMenuOpen.value = !isOpen;
  };
  return (
    <IconButton
      class="menu-button"
      label={t("app.menu")}
      icon={isOpen ? X : MenuIcon}
      onClick={toggle}
      aria-expanded={isOpen}
      aria-controls="navigation"
    />
  );
}

/** The address after the # is the page's, so a link to it is none. */
function skip(): void {
  document.getElementById("main")?.focus();
}
