import { expect, test } from "vitest";
import { formatDelivery } from "../src/listen/report.ts";

const format = (cost: string) =>
  formatDelivery({ state: "verified", event: "e", cost }, { status: 204 }, [])[1]?.trim();

test.each([
  { cost: "0.03000000", printed: "$0.03" },
  { cost: "0.01250000", printed: "$0.0125" },
  { cost: "1.00000000", printed: "$1.00" },
  { cost: "0.00000001", printed: "$0.00000001" },
  { cost: "1.5", printed: "$1.5" },
  { cost: "100", printed: "$100" },
])("listen prints the cost $cost as $printed", ({ cost, printed }) => {
  expect(format(cost)).toBe(printed);
});

test("listen prints a cost of very many zeros in little time", () => {
  const start = performance.now();
  expect(format(`0.${"0".repeat(1_000_000)}1`)).toHaveLength(1_000_004);
  expect(performance.now() - start).toBeLessThan(10_000); // A quadratic pattern takes minutes.
});
