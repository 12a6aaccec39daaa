import { describeStore } from "@mynth-webhooks/testing/store-contract";
import { describe, inject } from "vitest";
import { redisStore } from "../src/index.ts";
import { clients } from "./clients.ts";

const { redis: url } = inject("servers");

const broken = redisStore(() => {
  throw new Error("ECONNREFUSED");
});

describe.skipIf(!url)("redisStore on a real server", () => {
  for (const [name, connect] of Object.entries(clients)) {
    describeStore(`redisStore over ${name}`, async () => ({ ...(await connect(url ?? "")), broken }));
  }
});
