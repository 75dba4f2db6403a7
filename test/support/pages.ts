import { expect } from "bun:test";
import { startBrowser, type View, type Window } from "./browser.ts";
import { startReceiver } from "./receiver.ts";
import { startSite } from "./site.ts";

/** What nobody should take for anything but text. */
export const HOSTILE = '<img src=x onerror="alert(1)"> \u202egnirts';

export type Pages = Awaited<ReturnType<typeof startPages>>;

/** A site with two tenants and a webhook of each, one of them failing, and a browser to look at it. */
export async function startPages() {
  const receiver = await startReceiver(() => 503);
  const [site, browser] = await Promise.all([startSite(), startBrowser()]);
  await register("northwind", HOSTILE);
  await register("contoso", "مستودع");
  for (let count = 0; count < 12; count++)
    await site.call("POST", "/events", { type: "order.created", tenant: "northwind", data: { count } });
  await receiver.waitFor(12);

  async function register(tenant: string, description: string): Promise<void> {
    await site.call("PUT", `/tenants/${tenant}`, { name: tenant });
    const url = `${receiver.url}/hooks?long=${"x".repeat(300)}`;
    const event_types = ["order.*", "stock.updated"];
    await site.call("POST", "/webhooks", { tenant, url, event_types, description });
  }

  /** Runs in a window of its own, and fails on whatever went wrong in it. */
  async function inWindow(view: View, story: (window: Window) => Promise<void>): Promise<void> {
    const window = await browser.open(site, view);
    try {
      await story(window);
      expect(window.faults).toEqual([]);
    } finally {
      await window.close();
    }
  }

  async function stop(): Promise<void> {
    await browser.stop();
    await site.stop();
    await receiver.stop();
  }

  return { site, browser, inWindow, stop };
}
