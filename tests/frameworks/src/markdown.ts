import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckResults } from "@mynth-webhooks/conformance/runtimes/check-receiver";
import { z } from "zod";
import type { Fixture } from "./fixture.ts";
import { getRuntime } from "./run-fixture.ts";

/** What came of one fixture. */
export type FixtureResult = CheckResults & { readonly fixture: Fixture };

const manifestSchema = z.object({ version: z.string() });

/** Returns a row of the table: framework, version, runtime, checks, and which of them have another status than usual. */
export async function toRow({ fixture, passed, failures }: FixtureResult): Promise<string[]> {
  const { name, version } = getRuntime(fixture);
  const runtime = fixture.runtimeTitle ?? `${name} ${version}`;
  const notes = Object.entries(fixture.different).map(
    ([what, { status, because }]) => `${what}: ${status}, ${because}`,
  );
  return [
    fixture.title,
    await readVersion(fixture),
    runtime,
    `${passed}/${passed + failures.length}`,
    notes.join("; "),
  ];
}

async function readVersion({ folder, package: name }: Fixture): Promise<string> {
  if (name === undefined) return "";
  const text = await readFile(join(folder, "node_modules", name, "package.json"), "utf8");
  return manifestSchema.parse(JSON.parse(text)).version;
}

/** Formats the results as a page of the documentation. */
export async function toMarkdown(results: readonly FixtureResult[], date: Date): Promise<string> {
  const rows = await Promise.all(
    results.map(async (result) => {
      const [title = "", version = "", runtime = "", checks = "", notes = ""] = await toRow(result);
      return `| [${title}](${result.fixture.guide}) | ${version} | ${runtime} | ${checks} | ${notes} |`;
    }),
  );
  return `---
description: "Every framework and platform that the web handler was tested with: version, runtime and result of the last run."
aside: false
---

# Tested frameworks

\`npm run test:frameworks\` installs each framework from npm, starts a program as a user writes it, and sends it the deliveries
of the [conformance checks](conformance.md) over HTTP: good ones of both generations, every kind of bad one, each followed by a good
one, and all of them at the same time. Last run: ${date.toISOString().slice(0, 10)}.

| framework | version | runtime | checks | differs from the usual status |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}
