import { t } from "../../../texts/index.ts";

/** `fault` is certain; `warning` is what an instance may allow, and the server knows. */
export type UrlLook = { fault?: string; warning?: string };

const PRIVATE =
  /^(localhost|.*\.localhost|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|169\.254\..*|0\.0\.0\.0|\[::1?\]|\[f[cd].*\]|\[fe80:.*\])$/i;

/** What the shape of a URL shows while it is typed. The server judges it again, and each address that it resolves to. */
export function lookAtUrl(text: string, requiresHttps: boolean): UrlLook {
  const trimmed = text.trim();
  if (trimmed === "") return {};
  if (/\s/.test(trimmed)) return { fault: t("webhook.form.url.space") };
  const url = URL.parse(trimmed);
  if (!url || !/^https?:\/\/./i.test(trimmed)) return { fault: t("webhook.form.url.none") };
  if (url.username || url.password) return { fault: t("webhook.form.url.credentials") };
  if (trimmed.includes("#")) return { fault: t("webhook.form.url.fragment") };
  if (PRIVATE.test(url.hostname)) return { warning: t("webhook.form.url.private") };
  return url.protocol === "http:" && requiresHttps ? { warning: t("webhook.form.url.http") } : {};
}
