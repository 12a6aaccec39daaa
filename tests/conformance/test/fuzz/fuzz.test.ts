import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bodyLimit } from "../hostile/deliveries.ts";
import type { HostileServer } from "../hostile/hostile-server.ts";
import { noEvent, servers } from "../hostile/servers.ts";
import { exchange, formatRequest } from "./exchange.ts";
import { fuzzRequest, untouched } from "./fuzz-request.ts";
import { isGenuine } from "./is-genuine.ts";
import { createWireRequest, isUntouched, mintingSecret, ownToken, secrets } from "./wire-request.ts";

/** `npm run fuzz` sets them. Without them this is a smoke test. */
const seconds = Number(process.env.FUZZ_SECONDS ?? 3);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

const settings = {
  secret: [secrets.mynth, secrets["old secret"], secrets.standard],
  options: { bodyLimit, token: { accept: ownToken, mintedWith: mintingSecret } },
};

const running: { framework: string; server: HostileServer }[] = [];
const faults: unknown[] = [];
const note = (fault: unknown) => faults.push(fault);

beforeAll(async () => {
  for (const { framework, start } of servers) running.push({ framework, server: await start(settings) });
  process.on("unhandledRejection", note);
  process.on("uncaughtException", note);
});

afterAll(async () => {
  process.off("unhandledRejection", note);
  process.off("uncaughtException", note);
  await Promise.all(running.map(({ server }) => server.stop()));
});

const counts = { requests: 0, genuine: 0, accepted: 0, untouched: 0 };

test(`no server fails, hangs or runs a handler for a forged request in ${seconds} s of fuzzing`, {
  timeout: seconds * 1000 + 60_000,
}, async () => {
  console.log(`Fuzzing with seed ${seed} for ${seconds} s.`);
  const property = fc.asyncProperty(fuzzRequest, async (request) => {
    counts.requests += 1;
    const task = `tsk_fuzz_${counts.requests}`;
    const wire = await createWireRequest(request, task);
    const genuine = isGenuine(wire);
    if (genuine) counts.genuine += 1;
    if (isUntouched(request)) counts.untouched += 1;
    await Promise.all(
      running.map(async ({ framework, server }) => {
        const result = await exchange(server.port, wire);
        const seen = [...(await server.getSeen())];
        await server.forget();
        counts.accepted += seen.length;
        const sent = formatRequest(wire).toString("latin1").slice(0, 2000);
        const about = `${framework} answered ${result} and handled ${JSON.stringify(seen)}:\n${sent}`;
        expect(result, about).not.toBe("hung");
        expect(Number(result) >= 500, about).toBe(false);
        expect(seen, about).not.toContain(noEvent);
        if (!genuine) expect(seen, about).toEqual([]);
        if (isUntouched(request)) expect([result, seen], about).toEqual([200, [task]]);
      }),
    );
    expect(faults).toEqual([]);
  });
  await fc.assert(property, {
    seed,
    examples: [[untouched], [{ ...untouched, identity: { credential: "none" as const, token: "own" as const } }]],
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: seconds * 1000,
    markInterruptAsFailure: false,
  });
  console.log("Requests to every server:", counts);
});
