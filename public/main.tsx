import { render } from "preact";
import { startAccent } from "./app/accent.ts";
import { App } from "./app/app.tsx";
import { keepFocus } from "./app/keep-focus.ts";
import { listenToKeys } from "./app/keyboard.ts";
import { listenToLinks, startSession } from "./app/session.ts";
import { startLanguage } from "./texts/index.ts";
import "./app/preferences.ts";

const root = document.getElementById("app");
if (!root) throw new Error("the page has no place for the app");

listenToKeys();
keepFocus();
listenToLinks();
startAccent();
await Promise.all([startLanguage(), startSession()]);
render(<App />, root);
