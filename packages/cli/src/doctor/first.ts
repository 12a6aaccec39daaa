import { isNoRoute, isReceived } from "../deliver.ts";
import { type Finding, type Send, seen } from "./check.ts";
import type { Signer } from "./signer.ts";

/**
 * Asks the one thing on which everything else rests: a receiver that takes no good delivery proves nothing by refusing
 * bad ones. Where it refuses, the same event is written in the ways other languages write JSON: whichever is taken
 * names the fault.
 */
export async function firstFinding({ scheme, payload, sign }: Signer, send: Send): Promise<Finding> {
  const what = `accepts a delivery signed ${scheme === "mynth" ? "with X-Mynth-Signature" : "as Standard Webhooks"}`;
  const answer = await send(sign(payload()));
  if (isReceived(answer)) return { what, verdict: "right", seen: seen(answer) };
  const refused = { what, verdict: "wrong", seen: seen(answer) } as const;
  if (answer.status === undefined || !mayBeSignature.has(answer.status)) {
    return { ...refused, remedy: remedyFor(answer.status) };
  }
  for (const { of, write } of writings) {
    if (!isReceived(await send(sign(write(payload()))))) continue;
    return {
      ...refused,
      seen: `${answer.status}, but taken as ${of} writes JSON`,
      remedy:
        "It verifies JSON made anew from parsed values, not the bytes that came: take the raw body before any parser, and verify that.",
    };
  }
  return { ...refused, remedy: remedyFor(answer.status) };
}

const mayBeSignature = new Set([400, 401, 403, 422, 500]);

const writings: readonly { of: string; write: (value: unknown) => string }[] = [
  { of: "Python", write: (value) => spaced(value) },
  { of: "a formatter", write: (value) => JSON.stringify(value, undefined, 2) },
  { of: "PHP", write: (value) => JSON.stringify(value).replaceAll("/", "\\/") },
];

/** JSON with a blank behind every comma and colon. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${spaced(member)}`);
  return `{${members.join(", ")}}`;
}

function remedyFor(status: number | undefined): string {
  if (status === undefined) return "Nothing came back: look whether it answers at all, and within the time.";
  if (status >= 300 && status < 400) return "Mynth follows no redirect: register the address it leads to.";
  if (isNoRoute(status)) return "There is nothing for a POST at this address: compare the path.";
  if (status === 413) return "Its limit is below the size of an ordinary delivery: allow 1 MiB.";
  if (status === 415) return "It does not take application/json as it comes: take the raw body.";
  if (status >= 500) return "It fails on a good delivery: its own log says why.";
  return "Compare its secret with the one given here, its clock with the time, and what is signed: {t}.{body}, of the bytes as they came (Standard Webhooks: {webhook-id}.{webhook-timestamp}.{body}, the key being the base64 behind whsec_).";
}
