import { Dialog } from "../components/dialog.tsx";
import { t } from "../texts/index.ts";
import { isHelpOpen } from "./keyboard.ts";
import { navigation } from "./navigation.ts";

const common = [
  ["/", "keys.search"],
  ["j", "keys.next"],
  ["k", "keys.previous"],
  ["Enter", "keys.open"],
  ["r", "keys.retry"],
  ["x", "keys.select"],
  ["?", "keys.help"],
] as const;

/** All keys at a glance. */
export function KeysDialog() {
  const close = () => {
    isHelpOpen.value = false;
  };
  const places = navigation.flatMap(({ entries }) => entries);
  return (
    <Dialog title={t("keys.title")} isOpen={isHelpOpen.value} onClose={close}>
      <dl class="keys">
        {common.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
        {places.map(({ key, text }) => (
          <div key={key}>
            <dt>
              <kbd>g</kbd> {t("keys.then")} <kbd>{key}</kbd>
            </dt>
            <dd>{t("keys.go", { page: t(text) })}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
