import type { MynthEvent } from "./event.ts";
import { isRecord } from "./payload.ts";
import { usdPattern } from "./usd-pattern.ts";

/**
 * What a task cost in all, in US dollars as a decimal string: as the event says it, in whichever place its generation
 * does; where it says so of each image or video only, their sum. `undefined` where nothing is said, as for most failed
 * tasks.
 *
 * @example
 * totalCost(event) // "0.01250000"
 */
export function totalCost(event: MynthEvent): string | undefined {
  const result: unknown = "result" in event ? event.result : undefined;
  return getCost(event.task) ?? statedTotal(result) ?? sum(itemCosts(result));
}

function statedTotal(result: unknown): string | undefined {
  return isRecord(result) && isRecord(result.cost) ? dollars(result.cost.total) : undefined;
}

/** The costs of the images and videos that have one. */
function itemCosts(result: unknown): readonly string[] {
  if (!isRecord(result)) return [];
  return [result.images, result.videos, result.image]
    .flat()
    .map(getCost)
    .filter((cost) => cost !== undefined);
}

function getCost(item: unknown): string | undefined {
  return isRecord(item) ? dollars(item.cost) : undefined;
}

function dollars(value: unknown): string | undefined {
  return typeof value === "string" && usdPattern.test(value) ? value : undefined;
}

/** Adds as whole numbers of the smallest unit written: floats would not come out even. */
function sum(amounts: readonly string[]): string | undefined {
  if (amounts.length === 0) return undefined;
  const places = Math.max(...amounts.map((amount) => getFraction(amount).length));
  const total = amounts.reduce((units, amount) => {
    const [whole = ""] = amount.split(".");
    return units + BigInt(whole + getFraction(amount).padEnd(places, "0"));
  }, 0n);
  const digits = total.toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return places === 0 ? whole : `${whole}.${digits.slice(-places)}`;
}

function getFraction(amount: string): string {
  return amount.split(".")[1] ?? "";
}
