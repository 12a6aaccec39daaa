import { memoryStore } from "@mynth-webhooks/core";
import { describeStore } from "../src/store-contract.ts";

const broken = memoryStore({
  clock: () => {
    throw new Error("no clock");
  },
});

describeStore("memoryStore", () => ({ store: memoryStore(), broken }));

describeStore("memoryStore with a fake clock", () => {
  let now = 1_783_844_330_000;
  return {
    store: memoryStore({ clock: () => now }),
    broken,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
});
