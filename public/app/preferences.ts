import { effect, signal } from "@preact/signals";
import { storage } from "./storage.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const STORED = "posthorn.theme";
const isTheme = (name: string | null): name is Theme => themes.includes(name as Theme);
const stored = storage.get(STORED);

/** Light or dark whatever the system says, or as the system; remembered in this browser. */
export const theme = signal<Theme>(isTheme(stored) ? stored : "system");

effect(() => {
  storage.set(STORED, theme.value);
  document.documentElement.dataset.theme = theme.value;
});
