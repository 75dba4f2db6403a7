/** Fills in what this instance says of itself. Addresses are relative, so the page works under any base path. */
const at = (path: string) => new URL(path, document.baseURI);

const show = (id: string, text: string, state = "") => {
  const element = document.getElementById(id);
  if (element) Object.assign(element, { textContent: text, className: state });
};

async function status(): Promise<void> {
  const answer = await fetch(at("readyz")).catch(() => null);
  if (!answer) return show("status", "✕ Not reachable", "bad");
  if (answer.ok) return show("status", "✓ Ready", "ok");
  const problem = await answer.json().catch(() => ({ detail: `HTTP ${answer.status}` }));
  show("status", `✕ ${problem.detail}`, "bad");
}

async function version(): Promise<void> {
  const answer = await fetch(at("healthz")).catch(() => null);
  if (answer?.ok) show("version", (await answer.json()).version);
}

void status();
void version();

export {};
