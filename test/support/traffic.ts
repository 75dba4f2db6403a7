import { expect } from "bun:test";
import type { Locator } from "playwright-core";
import { enter, startBrowser, type View, type Window } from "./browser.ts";
import { startReceiver } from "./receiver.ts";
import { startSite } from "./site.ts";
import { waitFor } from "./wait-for.ts";

/** Text that would run, turn around or stretch what it is shown in. */
export const HOSTILE = `<img src=x onerror="alert(1)"> \u202egnirts ${"w".repeat(200)}`;

type Found = { data: { id: string; attempt_count: number }[] };

export type Traffic = Awaited<ReturnType<typeof startTraffic>>;

/** A site with a webhook whose receiver always fails, and a browser to look at it. */
export async function startTraffic() {
  const receiver = await startReceiver(() => ({
    status: 503,
    headers: { "x-hostile": "<b>", "retry-after": "1200" },
    body: HOSTILE,
  }));
  const [site, browser] = await Promise.all([startSite(), startBrowser()]);
  await site.call("PUT", "/event-types/order.created", {
    description: "An order came in",
    example: { order: 1 },
    schema: { required: ["order"], properties: { order: { type: "integer" }, total: { type: "number" } } },
  });
  const { body: webhook } = await site.call<{ id: string; secret: string }>("POST", "/webhooks", {
    url: `${receiver.url}/hooks`,
    event_types: ["order.*"],
    description: HOSTILE,
  });
  const other = { url: `${receiver.url}/${"x".repeat(300)}`, event_types: ["stock.updated"] };
  await site.call("POST", "/webhooks", other);

  /** Publishes an event and answers its delivery once the first attempt of it is written down. */
  async function delivered(data: Record<string, unknown>): Promise<{ event: string; id: string }> {
    const { body } = await site.call<{ id: string }>("POST", "/events", { type: "order.created", data });
    const id = await waitFor(async () => {
      const { body: found } = await site.call<Found>("GET", `/deliveries?event=${body.id}`);
      return found.data.find(({ attempt_count: made }) => made > 0)?.id;
    });
    return { event: body.id, id };
  }

  /** Runs in a window of its own where the owner has signed in, and fails on whatever went wrong in it. */
  async function inWindow(view: View, story: (window: Window) => Promise<void>): Promise<void> {
    const window = await browser.open(site, view);
    try {
      await enter(window, site);
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

  return { site, browser, receiver, webhook, delivered, inWindow, stop };
}

/** Waits until it is there: what a page shows may be on its way. */
export async function expectText(place: Locator, text: string): Promise<void> {
  await waitFor(async () => ((await place.first().textContent()) ?? "").includes(text), text);
}
