import type { Delivery } from "@mynth-webhooks/core";

const handlings = new WeakMap<Delivery, Promise<unknown>>();

/** Remembers the work of `on()` for a delivery: it goes on although a timeout has responded. */
export function trackHandling(delivery: Delivery, handling: Promise<unknown>): void {
  handlings.set(delivery, handling);
}

/** The work of `on()` for a delivery; `undefined` where another handler does it. */
export function getHandling(delivery: Delivery): Promise<unknown> | undefined {
  return handlings.get(delivery);
}
