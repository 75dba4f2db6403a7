import { render } from "preact";
import { useState } from "preact/hooks";
import { listenToKeys } from "../../../public/app/keyboard.ts";
import { Button } from "../../../public/components/button.tsx";
import { ConfirmDialog } from "../../../public/components/confirm-dialog.tsx";
import { Toasts, toast } from "../../../public/components/toast.tsx";
import { startLanguage } from "../../../public/texts/index.ts";
import { Controls } from "./controls.tsx";
import { Editors } from "./editors.tsx";
import { Shown } from "./shown.tsx";
import "../../../public/app/preferences.ts";

/** Every part of the page side by side, as tests and the eye want them; no part of the product. */
function Kit() {
  const [isOpen, open] = useState(false);
  const action = {
    run: async () => {
      toast({ kind: "ok", text: "Deleted 3 webhooks" });
      return true;
    },
    problem: null,
    isPending: false,
  };
  return (
    <main>
      <h1>Kit</h1>
      <Button danger onClick={() => open(true)}>
        Delete…
      </Button>
      <ConfirmDialog
        title="Delete 3 webhooks?"
        confirm="Delete 3 webhooks"
        typed="northwind"
        {...{ action, isOpen }}
        onClose={() => open(false)}
      >
        <p>12 deliveries that are pending are cancelled. This cannot be undone.</p>
      </ConfirmDialog>
      <Controls />
      <Editors />
      <Shown />
      <Toasts />
    </main>
  );
}

const root = document.getElementById("app");
listenToKeys();
await startLanguage();
if (root) render(<Kit />, root);
