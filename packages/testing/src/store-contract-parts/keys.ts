import { expect, test } from "vitest";
import { long, newKey, type StoreUnderTest } from "./store-under-test.ts";

const oddParts = [
  { what: "4 KB long", part: incompressible(4096) },
  { what: "beyond ASCII", part: "ünï\u{1f33f}漢字\u202e" },
  { what: "with quotes", part: `' " \` '' \\' ; --` },
  { what: "with blanks and line ends", part: " a\tb\r\nc " },
  { what: "with glob characters", part: "*?[a-z]{1,2}" },
  { what: "with wildcards of SQL", part: "%_" },
  { what: "with placeholders", part: "$1 ? :a %s {0}" },
  { what: "that looks like a path", part: "../../a//b" },
];

/** Keys that somebody might take for the same. */
const neighbours = ["a", "A", "a ", " a", "á", "a\u0301", "a*", "a%", "a_", "1", "01", "1.0", "a:b", "a::b"];

/** Text no compression makes short: some stores bound the length of what they index after compressing it. */
function incompressible(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 94));
  }).join("");
}

/** A key is any text, and stands for itself alone. */
export function testKeys(underTest: StoreUnderTest): void {
  test.each(oddParts)("takes a key $what", async ({ part }) => {
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

  test.each(["__proto__", "constructor", "toString"])("takes %s for a key like any other", async (key) => {
    const { store } = underTest;
    const owner = newKey();
    // Given back in the end: it is the one kind of key that cannot be made this test's alone.
    expect(await store.claim(key, owner, 5000)).toBe("claimed");
    expect(await store.claim(key, "other", 5000)).toBe("in_progress");
    expect(await store.release(key, owner)).toBe(true);
  });

  test("keeps keys apart that look alike", async () => {
    const { store } = underTest;
    const name = newKey();
    const keys = neighbours.map((neighbour) => `${name}:${neighbour}`);
    for (const key of keys) expect([key, await store.claim(key, key, long)]).toEqual([key, "claimed"]);
    for (const key of keys) expect([key, await store.complete(key, key, long)]).toEqual([key, true]);
  });

  test("takes leases and retentions of a month", async () => {
    const { store } = underTest;
    const key = newKey();
    const month = 31 * 24 * 3600 * 1000;
    expect(await store.claim(key, "a", month)).toBe("claimed");
    expect(await store.complete(key, "a", month)).toBe(true);
    expect(await store.claim(key, "b", month)).toBe("done");
  });
}
