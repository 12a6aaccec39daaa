import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import { createTask, type Delivery, formatRequest, signGood } from "./deliveries.ts";
import type { HostileServer } from "./hostile-server.ts";
import { type Answer, RawConnection } from "./raw-connection.ts";
import { servers } from "./servers.ts";

/** The server under attack, as tests use it. */
export interface Target {
  /** Returns the tasks that handlers received. */
  getSeen(): Promise<readonly string[]>;
  /** `true` if the framework's JSON parser runs before verification, and may reject with its own 400. */
  readonly parsesFirst: boolean;
  /** `true` if the server keeps a connection open after `Connection: close`, and waits for the rest of a broken request. */
  readonly keepsOpen: boolean;
  connect(): Promise<RawConnection>;
  /** Sends one delivery on its own connection. */
  send(delivery: Delivery, method?: string): Promise<Answer | undefined>;
}

/**
 * Runs tests against every adapter and framework version. After each test a good delivery must be accepted,
 * and the process must have no unhandled error.
 */
export function describeUnderAttack(title: string, attack: (target: Target) => void): void {
  describe.each(servers)(`$framework: ${title}`, ({ start, parsesFirst = false, keepsOpen = false }) => {
    let server: HostileServer | undefined;
    const faults: unknown[] = [];
    const note = (fault: unknown) => faults.push(fault);
    const connections: RawConnection[] = [];
    const running = () => server ?? expect.fail("The server is not running.");

    beforeAll(async () => {
      server = await start();
      process.on("unhandledRejection", note);
      process.on("uncaughtException", note);
    });

    const target: Target = {
      parsesFirst,
      keepsOpen,
      getSeen: () => running().getSeen(),
      async connect() {
        const connection = await RawConnection.open(running().port);
        connections.push(connection);
        return connection;
      },
      async send(delivery, method) {
        const connection = await target.connect();
        await connection.write([formatRequest(delivery, method)]);
        return connection.answer();
      },
    };

    afterEach(async () => {
      const task = createTask();
      expect((await target.send(signGood(task)))?.status).toBe(200);
      expect((await running().getSeen()).at(-1)).toBe(task);
      await running().forget();
      for (const connection of connections.splice(0)) connection.destroy();
      expect(faults).toEqual([]);
    });

    afterAll(async () => {
      process.off("unhandledRejection", note);
      process.off("uncaughtException", note);
      await running().stop();
    });

    attack(target);
  });
}

/** Expects a rejection after which the connection serves the next request or is closed. */
export async function expectRejection(
  connection: RawConnection,
  target: Target,
  statuses: readonly number[],
): Promise<void> {
  const answer = await connection.answer();
  expect(target.parsesFirst ? [...statuses, 400] : statuses).toContain(answer?.status);
  expect(await target.getSeen()).toEqual([]);
  if (/^connection: close$/m.test(answer?.head ?? "")) {
    if (!target.keepsOpen) await connection.untilClosed();
    return;
  }
  const task = createTask();
  await connection.write([formatRequest(signGood(task))]);
  const next = await connection.answer();
  if (next === undefined) return;
  expect(next.status).toBe(200);
  expect(await target.getSeen()).toEqual([task]);
}
