import fc from "fast-check";
import { expect, test } from "vitest";
import {
  failedImages,
  isKnownEvent,
  type MynthEvent,
  readUnverifiedEvent,
  succeededImages,
  totalCost,
} from "../src/index.ts";
import { eventSchemas } from "../src/schemas.ts";

const completed = (task: object, result: object) =>
  ({ event: "task.image.generate.completed", task: { id: "tsk_1", ...task }, request: {}, result }) as MynthEvent;
const images = (...costs: unknown[]) => ({ images: costs.map((cost) => ({ status: "success", cost })) });

test.each([
  { what: "the cost of the task", event: completed({ cost: "0.03000000" }, images("9")), total: "0.03000000" },
  {
    what: "the total of the result",
    event: completed({}, { ...images("9"), cost: { images: "0.01000000", total: "0.01250000" } }),
    total: "0.01250000",
  },
  { what: "the sum of the images", event: completed({}, images("0.10000000", "0.20000000")), total: "0.30000000" },
  { what: "the sum of amounts of different length", event: completed({}, images("1", "0.5", "0.25")), total: "1.75" },
  { what: "the sum of whole dollars", event: completed({}, images("1", "2")), total: "3" },
  { what: "the sum of the videos", event: completed({}, { videos: [{ cost: "0.405" }] }), total: "0.405" },
  { what: "the cost of the only image", event: completed({}, { image: { cost: "0.02" } }), total: "0.02" },
  {
    what: "the sum of the images with a cost",
    event: completed({}, images(null, undefined, "0.01", 5)),
    total: "0.01",
  },
  { what: "undefined if there is no cost", event: completed({ cost: null }, images(null)), total: undefined },
  { what: "undefined if the cost is a float", event: completed({ cost: 0.5 }, {}), total: undefined },
])("totalCost returns $what", ({ event, total }) => {
  expect(totalCost(event)).toBe(total);
});

test("totalCost adds amounts exactly, unlike floats", () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 20n });
  const dollars = (units: bigint) => {
    const digits = units.toString().padStart(9, "0");
    return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
  };
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 20 }), (amounts) => {
      const sum = amounts.reduce((total, each) => total + each, 0n);
      expect(totalCost(completed({}, images(...amounts.map(dollars))))).toBe(dollars(sum));
    }),
  );
});

const digits = (count: number) => "9".repeat(count);

test.each([
  { amount: digits(20), isAmount: true },
  { amount: `${digits(20)}.${digits(20)}`, isAmount: true },
  { amount: digits(21), isAmount: false },
  { amount: `0.${digits(21)}`, isAmount: false },
  { amount: "", isAmount: false },
  { amount: "1.", isAmount: false },
  { amount: ".5", isAmount: false },
  { amount: "-1", isAmount: false },
  { amount: "1e5", isAmount: false },
  { amount: "1,5", isAmount: false },
  { amount: "0.5\n", isAmount: false },
])("totalCost and the schema agree whether $amount is an amount: $isAmount", ({ amount, isAmount }) => {
  const { details } = eventSchemas("task.image.generate.failed");
  const event = { event: "task.image.generate.failed", task: { id: "tsk_1", cost: amount }, request: { prompt: "" } };
  expect(details.safeParse(event).success).toBe(isAmount);
  expect(totalCost(event as MynthEvent)).toBe(isAmount ? amount : undefined);
});

test("totalCost ignores an amount that is too long, and adds the others", () => {
  expect(totalCost(completed({ cost: digits(1000) }, images(`0.${digits(1000)}`, "0.5", "0.25")))).toBe("0.75");
});

const mebibyte = 2 ** 20;
const item = (cost: string) => `{"cost":"${cost}"}`;
const fill = (text: string) => `${`${text},`.repeat(mebibyte / (text.length + 1))}${text}`;

test.each([
  { what: "short amounts", items: fill(item("1")) },
  { what: "the longest amounts", items: fill(item(`${digits(20)}.${digits(20)}`)) },
  { what: "amounts of many digits", items: `${item(`0.${digits(mebibyte / 2)}`)},${fill(item("1"))}` },
  { what: "amounts of very many zeros", items: item(`0.${"0".repeat(mebibyte)}1`) },
  { what: "empty objects", items: fill("{}") },
  { what: "numbers", items: fill("0") },
  { what: "arrays", items: fill("[]") },
  { what: "nested arrays", items: `${"[".repeat(mebibyte / 2)}${"]".repeat(mebibyte / 2)}` },
  { what: "failed images", items: fill('{"status":"failed"}') },
])("the functions that read an event take little time for $what in a body of one MiB", ({ items }) => {
  for (const parts of ["images", "videos"]) {
    const body = new TextEncoder().encode(
      `{"event":"task.image.generate.completed","task":{"id":"t"},"result":{"images":[],"${parts}":[${items}]}}`,
    );
    const read = readUnverifiedEvent(body);
    if (!read.known) throw new Error("The event is not known.");
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      totalCost(read.event);
      succeededImages(read.event);
      failedImages(read.event);
      isKnownEvent(read.event);
      return performance.now() - start;
    });
    // It takes some 50 ms, or minutes if the work is quadratic. The machine may be busy.
    expect(Math.min(...times)).toBeLessThan(10_000);
  }
});

test("totalCost adds more amounts than a call can have arguments", () => {
  expect(totalCost(completed({}, images(...Array<string>(60_000).fill("0.1"))))).toBe("6000.0");
  const costs = Array.from({ length: 500_000 }, () => ({ cost: "0.01" }));
  expect(totalCost(completed({}, { images: costs }))).toBe("5000.00");
});
