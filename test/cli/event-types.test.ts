import { expect, test } from "bun:test";
import { KEY, posthorn, standIn } from "./posthorn.ts";

const pruned = (count: number) => () => Response.json({ event_types: count });

test("event-types prune asks the instance and prints how many went", async () => {
  await using instance = standIn(pruned(1));
  const args = ["event-types", "prune", "--url", instance.url, "--key", KEY];
  expect(await posthorn(args)).toEqual({ out: "1 event type deleted\n", err: "", code: 0 });
  const [request] = instance.asked;
  expect(request).toMatchObject({ method: "POST", path: "/api/v1/event-types/prune" });
  expect(JSON.parse(request?.body ?? "")).toEqual({ not_seen_since: null, tenant: null, dry_run: false });
});

test("event-types prune can be narrowed, and tried", async () => {
  await using instance = standIn(pruned(12));
  const args = ["event-types", "prune", "--url", instance.url, "--key", KEY];
  const before = Date.now();
  const { out } = await posthorn([...args, "--not-seen-for", "7", "--tenant", "acme", "--dry-run"]);
  expect(out).toBe("12 event types would be deleted\n");
  const { not_seen_since, ...others } = JSON.parse(instance.asked[0]?.body ?? "");
  expect(others).toEqual({ tenant: "acme", dry_run: true });
  expect(Date.parse(not_seen_since) + 7 * 86_400_000).toBeGreaterThanOrEqual(before);
});

test.each(["x", "-1", "1.5", "99999"])("event-types prune --not-seen-for %s is refused", async (days) => {
  const { code, err } = await posthorn(["event-types", "prune", `--not-seen-for=${days}`, "--key", KEY]);
  expect([code, err]).toEqual([2, expect.stringContaining("whole number of days")]);
});
