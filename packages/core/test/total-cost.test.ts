import fc from "fast-check";
import { expect, test } from "vitest";
import { type MynthEvent, totalCost } from "../src/index.ts";

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
