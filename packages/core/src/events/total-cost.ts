import { isRecord } from "../is-record.ts";
import type { MynthEvent } from "./event.ts";
import { usdPattern } from "./schemas/usd-pattern.ts";

/**
 * Returns the total cost of a task in US dollars, as a decimal string: the stated total, else the sum of its images or
 * videos. It is `undefined` if the event states no cost, as for most failed tasks. It ignores values that are not
 * amounts, such as floats and numbers of more than 20 digits.
 *
 * @example
 * totalCost(event) // "0.01250000"
 */
export function totalCost(event: MynthEvent): string | undefined {
  const result: unknown = "result" in event ? event.result : undefined;
  return getCost(event.task) ?? getStatedTotal(result) ?? addAmounts(getItemCosts(result));
}

function getStatedTotal(result: unknown): string | undefined {
  return isRecord(result) && isRecord(result.cost) ? parseDollars(result.cost.total) : undefined;
}

/** Returns the costs of the images and videos that have one. */
function getItemCosts(result: unknown): readonly string[] {
  if (!isRecord(result)) return [];
  return [result.images, result.videos, [result.image]].flatMap((items) =>
    Array.isArray(items) ? items.map(getCost).filter((cost) => cost !== undefined) : [],
  );
}

function getCost(item: unknown): string | undefined {
  return isRecord(item) ? parseDollars(item.cost) : undefined;
}

function parseDollars(value: unknown): string | undefined {
  return typeof value === "string" && usdPattern.test(value) ? value : undefined;
}

/** Adds amounts as integers of the smallest unit, because floats are inexact. */
function addAmounts(amounts: readonly string[]): string | undefined {
  if (amounts.length === 0) return undefined;
  const parts = amounts.map(splitAmount);
  // Not Math.max(...lengths): the stack holds some 100,000 arguments.
  const places = parts.reduce((most, { fraction }) => Math.max(most, fraction.length), 0);
  const total = parts.reduce((units, { whole, fraction }) => units + BigInt(whole + fraction.padEnd(places, "0")), 0n);
  const digits = total.toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return places === 0 ? whole : `${whole}.${digits.slice(-places)}`;
}

function splitAmount(amount: string) {
  const [whole = "", fraction = ""] = amount.split(".");
  return { whole, fraction };
}
