import { ArrowLeft } from "../components/icons.ts";
import { t } from "../texts/index.ts";
import { look } from "./look.ts";

/** Back to where the portal was opened from, if that is known; out of a frame too. */
export function ReturnLink() {
  const now = look.value;
  if (now === null || now.return_url === null) return null;
  return (
    <a class="return" href={now.return_url} target="_top">
      <ArrowLeft size={14} aria-hidden="true" />
      {t("portal.return", { product: now.product_name })}
    </a>
  );
}
