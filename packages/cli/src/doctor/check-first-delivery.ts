import { isNoRoute, isReceived } from "../deliver.ts";
import { describeAnswer, type Finding, type Send, useRawBody } from "./check.ts";
import type { Signer } from "./signer.ts";

/**
 * Checks that a good delivery is accepted, because a receiver that rejects everything passes all other checks.
 * If it is rejected, the event is sent again as other languages write JSON, to find out which one is verified.
 */
export async function checkFirstDelivery({ scheme, payload, sign }: Signer, send: Send): Promise<Finding> {
  const what = `accepts a delivery signed ${scheme === "mynth" ? "with X-Mynth-Signature" : "as Standard Webhooks"}`;
  const answer = await send(sign(payload()));
  if (isReceived(answer)) return { what, verdict: "right", seen: describeAnswer(answer) };
  const rejected = { what, verdict: "wrong", seen: describeAnswer(answer) } as const;
  if (answer.status === undefined || !signatureStatuses.has(answer.status)) {
    return { ...rejected, remedy: getRemedy(answer.status) };
  }
  for (const { language, write } of serializers) {
    if (!isReceived(await send(sign(write(payload()))))) continue;
    return { ...rejected, seen: `${answer.status}, but accepted when serialized by ${language}`, remedy: useRawBody };
  }
  return { ...rejected, remedy: getRemedy(answer.status) };
}

/** Statuses that a receiver may return for a signature it could not verify. */
const signatureStatuses = new Set([400, 401, 403, 422, 500]);

const serializers: readonly { language: string; write: (value: unknown) => string }[] = [
  { language: "Python", write: (value) => serializeLikePython(value) },
  { language: "a formatter", write: (value) => JSON.stringify(value, undefined, 2) },
  { language: "PHP", write: (value) => JSON.stringify(value).replaceAll("/", "\\/") },
];

/** Writes JSON with a space after every comma and colon. */
function serializeLikePython(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serializeLikePython).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}: ${serializeLikePython(member)}`,
  );
  return `{${members.join(", ")}}`;
}

function getRemedy(status: number | undefined): string {
  if (status === undefined) return "No answer came. Check that the receiver answers, and in time.";
  if (status >= 300 && status < 400) return "Mynth does not follow redirects. Register the URL the redirect leads to.";
  if (isNoRoute(status)) return "No route accepts POST at this address. Compare the path.";
  if (status === 413) return "Its body limit is below the size of an ordinary delivery. Allow 1 MiB.";
  if (status === 415) return "It does not accept application/json. Take the raw body.";
  if (status >= 500) return "It fails on a good delivery. Look into its log.";
  return "Compare its secret with the one given here, and its clock with the real time. Then compare the signed message: {t}.{body} over the received bytes. For Standard Webhooks it is {webhook-id}.{webhook-timestamp}.{body}, and the key is the decoded base64 after whsec_.";
}
