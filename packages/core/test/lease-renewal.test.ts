import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClaimResult } from "../src/index.ts";
import {
  answerInTurn,
  createAnswer,
  createStore,
  deliver,
  down,
  eventKey,
  nextTurn,
  useFakeTime,
} from "./idempotency-kit.ts";

beforeEach(useFakeTime);
afterEach(() => void vi.useRealTimers());

const second = 1000;

test("a lease is renewed by its owner every third of it, while the handler runs", async () => {
  const { store, calls } = createStore();
  const { delivery, settle } = await deliver({ store });
  const owner = delivery.claim?.owner;
  await vi.advanceTimersByTimeAsync(19 * second);
  expect(calls).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(41 * second);
  expect(calls).toEqual(Array(4).fill(["claim", eventKey, owner, 60_000]));
  await settle(200);
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(600 * second);
  expect(calls).toHaveLength(5);
});

test.each([
  { what: "300 s by default", options: {}, end: 300 },
  { what: "as the option maxLease says", options: { lease: 30, maxLease: 100 }, end: 100 },
  { what: "one lease if maxLease is shorter", options: { lease: 30, maxLease: 10 }, end: 30 },
])("a lease is renewed until it ends after $what", async ({ options, end }) => {
  const { store, calls } = createStore();
  await deliver({ store, ...options });
  const start = performance.now();
  const ends: number[] = [];
  for (let time = 0; time < 1000; time += 1) {
    while (ends.length < calls.length)
      ends.push((performance.now() - start + Number(calls[ends.length]?.[3])) / second);
    await vi.advanceTimersByTimeAsync(second);
  }
  expect(ends.at(-1)).toBeLessThanOrEqual(end);
  expect(ends.at(-1)).toBeGreaterThan(end - 30);
  expect(vi.getTimerCount()).toBe(0);
});

test.each<{ what: string; answers: (ClaimResult | Error)[] }>([
  { what: "fails", answers: ["claimed", down, "claimed"] },
  { what: "finds another owner, whose handler may fail", answers: ["claimed", "in_progress", "claimed"] },
])("a renewal that $what is followed by others", async ({ answers }) => {
  const { store, getMethods } = createStore({ claim: answerInTurn(...answers) });
  await deliver({ store });
  await vi.advanceTimersByTimeAsync(60 * second);
  expect(getMethods()).toHaveLength(4);
});

test("a renewal that finds the event done is the last one", async () => {
  const { store, getMethods } = createStore({ claim: answerInTurn("claimed", "done") });
  await deliver({ store });
  await vi.advanceTimersByTimeAsync(100 * second);
  expect(getMethods()).toEqual(["claim", "claim"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("a renewal that is under way is awaited before the claim is released, and not before the event is recorded", async () => {
  for (const { status, before, after } of [
    { status: 500, before: [], after: ["release"] },
    { status: 200, before: ["complete"], after: ["complete"] },
  ]) {
    const { ask, asked, answer } = createAnswer<ClaimResult>();
    let isFirst = true;
    const claim = () => {
      if (!isFirst) return ask();
      isFirst = false;
      return Promise.resolve<ClaimResult>("claimed");
    };
    const { store, getMethods } = createStore({ claim });
    const { settle } = await deliver({ store });
    await vi.advanceTimersByTimeAsync(20 * second);
    await asked;
    const settled = settle(status);
    await nextTurn();
    expect(getMethods().slice(2)).toEqual(before);
    answer("claimed");
    await settled;
    expect(getMethods().slice(2)).toEqual(after);
    expect(vi.getTimerCount()).toBe(0);
  }
});

test.each([
  { status: 500, what: "is released again", methods: ["release", "release"] },
  { status: 200, what: "changes nothing", methods: ["complete"] },
])("a renewal that arrives after its timeout and a $status $what", async ({ status, methods }) => {
  const { ask, answer } = createAnswer<ClaimResult>();
  let isFirst = true;
  const claim = () => {
    if (!isFirst) return ask();
    isFirst = false;
    return Promise.resolve<ClaimResult>("claimed");
  };
  const { store, getMethods } = createStore({ claim });
  const { settle } = await deliver({ store });
  await vi.advanceTimersByTimeAsync(25 * second);
  await settle(status);
  answer("claimed");
  await nextTurn();
  expect(getMethods().slice(2)).toEqual(methods);
});

test("a renewal does not keep the process alive", async () => {
  vi.useRealTimers();
  const { store } = createStore();
  const resources = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = resources();
  const { settle } = await deliver({ store, lease: 60 });
  expect(resources()).toBe(before);
  await settle(200);
});
