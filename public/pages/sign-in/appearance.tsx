import { Select } from "../../components/select.tsx";
import { toast } from "../../components/toast.tsx";
import { chooseLanguage, type Language, language, languages, t } from "../../texts/index.ts";

const options = Object.entries(languages).map(([value, label]) => ({ value, label }));

/** The language, for those who cannot read the rest. */
export function Appearance() {
  const choose = (value: string) =>
    chooseLanguage(value as Language).catch(() => toast({ kind: "bad", text: t("crash.fetch") }));
  return (
    <footer class="gate-foot">
      <Select aria-label={t("menu.language")} value={language.value} options={options} onChange={choose} />
    </footer>
  );
}
