import fc from "fast-check";
import { expect, test } from "vitest";
import { ExpiringEntries } from "../src/idempotency/expiring-entries.ts";

test("ExpiringEntries keeps the order when an entry in the middle is deleted", () => {
  const entries = new ExpiringEntries<{ expires: number }>();
  const rest = () => ["a", "c", "d"].filter((key) => entries.get(key, 0) !== undefined);
  for (const key of ["a", "b", "c"]) entries.add(key, { expires: 9 });
  entries.delete("b");
  entries.add("d", { expires: 9 });
  const left = [1, 2, 3, 4].map(() => [entries.deleteOldest(), rest()]);
  expect(left).toEqual([
    [true, ["c", "d"]],
    [true, ["d"]],
    [true, []],
    [false, []],
  ]);
});

const keys = fc.constantFrom("a", "b", "c", "d", "e");
const step = fc.oneof(
  fc.record({ act: fc.constant("add" as const), key: keys, expires: fc.nat(9) }),
  fc.record({ act: fc.constant("delete" as const), key: keys }),
  fc.record({ act: fc.constant("deleteOldest" as const) }),
  fc.record({ act: fc.constant("deleteOldestExpired" as const), now: fc.nat(9) }),
  fc.record({ act: fc.constant("deleteExpired" as const), now: fc.nat(9) }),
);

test("ExpiringEntries holds the same entries as an array in the order of their addition", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const entries = new ExpiringEntries<{ expires: number }>();
      let list: { key: string; expires: number }[] = [];
      for (const each of steps) {
        if (each.act === "add") {
          entries.add(each.key, { expires: each.expires });
          list = [...list.filter(({ key }) => key !== each.key), { key: each.key, expires: each.expires }];
        } else if (each.act === "delete") {
          expect(entries.delete(each.key)).toBe(list.some(({ key }) => key === each.key));
          list = list.filter(({ key }) => key !== each.key);
        } else if (each.act === "deleteOldest") {
          expect(entries.deleteOldest()).toBe(list.length > 0);
          list = list.slice(1);
        } else if (each.act === "deleteOldestExpired") {
          entries.deleteOldestExpired(each.now);
          const stays = list.findIndex(({ expires }) => expires > each.now);
          list = stays === -1 ? [] : list.slice(stays);
        } else {
          entries.deleteExpired(each.now);
          list = list.filter(({ expires }) => expires > each.now);
        }
        expect(entries.size).toBe(list.length);
        for (const { key, expires } of list) expect(entries.get(key, -1)).toEqual({ expires });
      }
      for (const { key } of list) {
        expect(entries.get(key, -1)).toBeDefined();
        entries.deleteOldest();
        expect(entries.get(key, -1)).toBeUndefined();
      }
    }),
  );
});

test("ExpiringEntries does not return an expired value", () => {
  const entries = new ExpiringEntries<{ expires: number }>();
  entries.add("a", { expires: 10 });
  expect(entries.get("a", 9)).toEqual({ expires: 10 });
  expect(entries.get("a", 10)).toBeUndefined();
});
