import { install } from "@mynth-webhooks/conformance/runtimes/install";
import { bun, deno, workerd } from "@mynth-webhooks/conformance/runtimes/versions";

/** Before all test files, which would install them at the same time. */
export default async function installRuntimes(): Promise<void> {
  for (const runtime of [bun, deno, workerd]) await install(runtime);
}
