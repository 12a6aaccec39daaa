import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import { type Delivery, good, newTask, whole } from "./deliveries.ts";
import { type Answer, RawConnection } from "./raw-connection.ts";
import { type HostileServer, servers } from "./servers.ts";

/** What tests do with the server that is attacked. */
export interface Target {
  /** The tasks that handlers saw. */
  readonly seen: readonly string[];
  /** The framework's JSON parser runs before verification, and may refuse by itself (400). */
  readonly parsesFirst: boolean;
  connect(): Promise<RawConnection>;
  /** Sends one delivery whole, on a connection of its own. */
  send(delivery: Delivery, method?: string): Promise<Answer | undefined>;
}

/**
 * Runs tests against every adapter and framework version. Whatever a test did, no fault went unhandled in the process,
 * and the next good delivery is served.
 */
export function describeUnderAttack(title: string, attack: (target: Target) => void): void {
  describe.each(servers)(`$framework: ${title}`, ({ start, parsesFirst = false }) => {
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
      get seen() {
        return running().seen;
      },
      async connect() {
        const connection = await RawConnection.open(running().port);
        connections.push(connection);
        return connection;
      },
      async send(delivery, method) {
        const connection = await target.connect();
        await connection.write([whole(delivery, method)]);
        return connection.answer();
      },
    };

    afterEach(async () => {
      const task = newTask();
      expect((await target.send(good(task)))?.status).toBe(200);
      expect(running().seen.splice(0).at(-1)).toBe(task);
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

/** A refusal that leaves the connection as HTTP allows: good for the next request, or closed. */
export async function expectRefusal(
  connection: RawConnection,
  target: Target,
  statuses: readonly number[],
): Promise<void> {
  const answer = await connection.answer();
  expect(target.parsesFirst ? [...statuses, 400] : statuses).toContain(answer?.status);
  expect(target.seen).toEqual([]);
  if (/^connection: close$/m.test(answer?.head ?? "")) return connection.untilClosed();
  const task = newTask();
  await connection.write([whole(good(task))]);
  const next = await connection.answer();
  if (next === undefined) return;
  expect(next.status).toBe(200);
  expect(target.seen).toEqual([task]);
}
