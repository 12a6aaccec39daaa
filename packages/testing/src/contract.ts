/**
 * The contract of every adapter, as a Vitest suite.
 *
 * @module @mynth-webhooks/testing/contract
 */

import { afterEach, describe } from "vitest";
import type { ContractApp, ContractSetup, StartApp } from "./contract-parts/app.ts";
import { testDeliveries } from "./contract-parts/deliveries.ts";
import { testEvents } from "./contract-parts/events.ts";
import { testHandlers } from "./contract-parts/handlers.ts";
import { testIdempotency } from "./contract-parts/idempotency.ts";
import { testRejections } from "./contract-parts/rejections.ts";
import { now, secret } from "./contract-parts/requests.ts";
import { testSecrets } from "./contract-parts/secrets.ts";
import { testStandardWebhooks } from "./contract-parts/standard-webhooks.ts";
import { testTokens } from "./contract-parts/tokens.ts";

export type {
  ContractApp,
  ContractRequest,
  ContractResponse,
  ContractSetup,
  SeenDelivery,
} from "./contract-parts/app.ts";

/**
 * Tests the behavior that every adapter must have. `start` starts an application behind the adapter.
 *
 * @example
 * describeAdapter("my framework", (setup) => startMyApplication(setup));
 */
export function describeAdapter(name: string, start: (setup: ContractSetup) => Promise<ContractApp>): void {
  describe(name, () => {
    const running: ContractApp[] = [];
    afterEach(async () => {
      await Promise.all(running.splice(0).map((app) => app.stop()));
    });
    const startApp: StartApp = async (options, others) => {
      const app = await start({
        secret,
        options: { clock: () => now * 1000, bodyLimit: 2048, ...options },
        ...others,
      });
      running.push(app);
      return app;
    };

    testDeliveries(startApp);
    testRejections(startApp);
    testSecrets(startApp);
    testEvents(startApp);
    testStandardWebhooks(startApp);
    testTokens(startApp);
    testIdempotency(startApp);
    testHandlers(startApp);
  });
}
