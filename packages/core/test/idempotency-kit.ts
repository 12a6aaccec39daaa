import { expect, vi } from "vitest";
import {
  type ClaimResult,
  createReceiver,
  type EarlierDelivery,
  type IdempotencyOptions,
  type IdempotencyStore,
  type Outcome,
  type ReceiverOptions,
} from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };

const { secret, timestamp, body, signature } = fixture.vectors[0]!;
const token = "a-token-of-my-own-0123456789";

/** Returns the time of the delivery. */
export const clock = () => timestamp * 1000;
/** The body of the delivery. */
export const rawBody = new TextEncoder().encode(body);
/** The default key of the delivery. */
export const eventKey = "task.image.generate.completed:tsk_01KE7XWWEQ4MCGWKBQKJ1G47RP";
/** The error of a store that is down. */
export const down = new Error("the store is down");
export const rejectAsDown = () => Promise.reject(down);

/** Lets every pending promise settle, and Node report the unhandled ones. */
export const nextTurn = () => new Promise(setImmediate);

/** Fakes the time of timers and of `performance`. The test has to call `vi.useRealTimers()` at its end. */
export const useFakeTime = () => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });

export type Idempotency = IdempotencyOptions<string>;
export type Sent = { signed?: boolean; earlier?: EarlierDelivery };
export type Options = ReceiverOptions<string>;

/** Creates a receiver, and a function that sends the delivery to it, signed or with only the token in its URL. */
export function createTestReceiver(idempotency: Idempotency, options: Options = {}) {
  const receiver = createReceiver<string>(secret, { clock, token, onError: () => {}, ...options, idempotency });
  const receive = async ({ signed = true, earlier }: Sent = {}): Promise<Outcome> => {
    const headers = new Map(signed ? [["x-mynth-signature", `t=${timestamp},v1=${signature}`]] : []);
    const request = {
      method: "POST",
      url: signed ? "/" : `/?token=${token}`,
      header: (name: string) => headers.get(name),
      body: rawBody,
      earlier,
    };
    return receiver.receive(request, "context");
  };
  return { receiver, receive };
}

/** Sends one delivery to a new receiver. */
export async function receive(idempotency: Idempotency, options: Options = {}, sent: Sent = {}): Promise<Outcome> {
  return createTestReceiver(idempotency, options).receive(sent);
}

/** Returns an outcome that is delivered. */
export function assertDelivered(outcome: Outcome) {
  return outcome.kind === "deliver" ? outcome : expect.fail(`The outcome is ${toText(outcome)}.`);
}

/** Sends one delivery to a new receiver, which must deliver it. */
export async function deliver(...args: Parameters<typeof receive>) {
  return assertDelivered(await receive(...args));
}

export const toText = (outcome: Outcome) =>
  outcome.kind === "respond" ? (outcome.error?.code ?? outcome.status) : outcome.kind;

/** Creates a store that records its calls, and answers "claimed" and `true` unless told otherwise. */
export function createStore(methods: Partial<IdempotencyStore> = {}) {
  const { claim, complete, release } = {
    claim: async (): Promise<ClaimResult> => "claimed",
    complete: async () => true,
    release: async () => true,
    ...methods,
  };
  const calls: unknown[][] = [];
  const store: IdempotencyStore = {
    claim: (...args) => {
      calls.push(["claim", ...args.slice(0, 3)]);
      return claim(...args);
    },
    complete: (...args) => {
      calls.push(["complete", ...args.slice(0, 3)]);
      return complete(...args);
    },
    release: (...args) => {
      calls.push(["release", ...args.slice(0, 2)]);
      return release(...args);
    },
  };
  return { store, calls, getMethods: () => calls.map(([method]) => method) };
}

/** Creates a promise of a store, which tells when the store was asked, and answers when told to. */
export function createAnswer<T>() {
  let answer: (value: T) => void = () => {};
  let fail: (error: Error) => void = () => {};
  let tell = () => {};
  const promise = new Promise<T>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const ask = () => {
    tell();
    return promise;
  };
  return { ask, asked, answer: (value: T) => answer(value), fail: (error: Error) => fail(error) };
}

/** Returns the answers of a store in turn; the last one again and again. Errors are rejections. */
export function answerInTurn<T>(...answers: (T | Error)[]): () => Promise<T> {
  let index = 0;
  return async () => {
    const answer = answers[Math.min(index, answers.length - 1)]!;
    index += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
}
