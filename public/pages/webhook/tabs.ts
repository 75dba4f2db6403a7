import type { ComponentType } from "preact";
import { DeliveriesTab } from "./deliveries/tab.tsx";
import { HealthTab } from "./health/tab.tsx";
import type { Part } from "./part.ts";
import { SecretTab } from "./secret/tab.tsx";
import { SettingsTab } from "./settings/tab.tsx";
import { TestTab } from "./test/tab.tsx";

type Tab = { content: ComponentType<Part>; isForChanging: boolean };

/** The parts of the webhook's page, in their order; each is at an address of its own. */
export const tabs = {
  deliveries: { content: DeliveriesTab, isForChanging: false },
  settings: { content: SettingsTab, isForChanging: false },
  secret: { content: SecretTab, isForChanging: true },
  test: { content: TestTab, isForChanging: true },
  health: { content: HealthTab, isForChanging: false },
} as const satisfies Record<string, Tab>;

export type TabName = keyof typeof tabs;
export const isTab = (name: string): name is TabName => name in tabs;
