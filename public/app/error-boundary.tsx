import { Component, type ComponentChildren } from "preact";
import { Button } from "../components/button.tsx";
import { Notice } from "../components/notice.tsx";
import { t } from "../texts/index.ts";
import { FetchFailed } from "./lazy.tsx";
import { path } from "./location.ts";

type State = { error: unknown; at: string };

/** Shows what went wrong in a page in its place; the navigation around it goes on, and another page is another try. */
export class ErrorBoundary extends Component<{ children: ComponentChildren }, State> {
  override state: State = { error: null, at: "" };

  static override getDerivedStateFromError(error: unknown): State {
    return { error, at: path.value };
  }

  override render() {
    const { error, at } = this.state;
    if (error === null || at !== path.value) return this.props.children;
    return <Crash error={error} />;
  }

  override componentDidUpdate(): void {
    if (this.state.error !== null && this.state.at !== path.value) this.setState({ error: null });
  }
}

function Crash({ error }: { error: unknown }) {
  const isFetch = error instanceof FetchFailed;
  const action = <Button onClick={() => location.reload()}>{t("action.reload")}</Button>;
  return (
    <Notice kind="bad" title={t("crash.title")} action={action}>
      {t(isFetch ? "crash.fetch" : "crash.text")} {!isFetch && <code>{String(error)}</code>}
    </Notice>
  );
}
