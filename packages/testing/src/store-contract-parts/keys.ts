import { expect, test } from "vitest";
import { long, newKey, type StoreUnderTest } from "./store-under-test.ts";

const oddParts = [
  { what: "of 512 characters", part: createIncompressible(220) },
  { what: "with characters outside ASCII", part: "ünï\u{1f33f}漢字\u202e" },
  { what: "with quotes", part: `' " \` '' \\' ; --` },
  { what: "with spaces", part: " a  b " },
  { what: "with glob characters", part: "*?[a-z]{1,2}" },
  { what: "with SQL wildcards", part: "%_" },
  { what: "with placeholders", part: "$1 ? :a %s {0}" },
  { what: "that looks like a path", part: "../../a//b" },
];

/** Keys that a collation, a trim or a cast could take for equal. */
const neighbors = ["a", "A", "a ", " a", "á", "a\u0301", "a*", "a%", "a_", "1", "01", "1.0", "a:b", "a::b"];

/** Some stores compress a key before they check its length, so this string must not compress well. */
function createIncompressible(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 94));
  }).join("");
}

/** Tests that any key a receiver passes can be stored, and that different keys stay different. */
export function testKeys(underTest: StoreUnderTest): void {
  for (const { what, part } of oddParts) {
    test(`a key ${what} is stored like any other`, async () => {
      const { store } = underTest;
      const name = newKey();
      const [key, other] = [`${part}${name}${part}`, `${part}${name}${part}.`];
      expect(await store.claim(key, "a", long)).toBe("claimed");
      expect(await store.claim(other, "b", long)).toBe("claimed");
      expect(await store.claim(key, "c", long)).toBe("in_progress");
      expect(await store.complete(key, "a", long)).toBe(true);
      expect(await store.claim(key, "c", long)).toBe("done");
      expect(await store.release(other, "b")).toBe(true);
      expect(await store.claim(key, "c", long)).toBe("done");
    });
  }

  test.each(["__proto__", "constructor", "toString"])("the key %s is stored like any other", async (key) => {
    const { store } = underTest;
    const owner = newKey();
    // Other runs use the same key, so it is released at the end.
    expect(await store.claim(key, owner, 5000)).toBe("claimed");
    expect(await store.claim(key, "other", 5000)).toBe("in_progress");
    expect(await store.release(key, owner)).toBe(true);
  });

  test("keys that look alike are stored separately", async () => {
    const { store } = underTest;
    const name = newKey();
    const keys = neighbors.map((neighbor) => `${name}:${neighbor}`);
    for (const key of keys) expect([key, await store.claim(key, key, long)]).toEqual([key, "claimed"]);
    for (const key of keys) expect([key, await store.complete(key, key, long)]).toEqual([key, true]);
  });

  test("leases and retentions may be a month long", async () => {
    const { store } = underTest;
    const key = newKey();
    const month = 31 * 24 * 3600 * 1000;
    expect(await store.claim(key, "a", month)).toBe("claimed");
    expect(await store.complete(key, "a", month)).toBe(true);
    expect(await store.claim(key, "b", month)).toBe("done");
  });
}
