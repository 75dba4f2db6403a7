import { t } from "../texts/index.ts";

/** A grey bar where text will be. */
export function Skeleton({ width = "medium" }: { width?: "short" | "medium" | "long" }) {
  return <span class={`skeleton ${width}`} aria-hidden="true" />;
}

/** A page whose code or data is on its way. */
export function PageSkeleton() {
  return (
    <div class="page-skeleton" role="status">
      <span class="sr-only">{t("app.loading")}</span>
      <Skeleton width="short" />
      <Skeleton width="long" />
      <div class="panel skeleton-panel" />
    </div>
  );
}
