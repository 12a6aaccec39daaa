import { deliver } from "../deliver.ts";
import { acceptChecks } from "./accepts.ts";
import type { Exchange, Finding, Send } from "./check.ts";
import { checkAllAnswers } from "./check-all-answers.ts";
import { checkFirstDelivery } from "./check-first-delivery.ts";
import { duplicateChecks } from "./duplicates.ts";
import { rejectChecks } from "./rejects.ts";
import { createSigner } from "./signer.ts";

/**
 * Runs every check against a receiver, one delivery after the other, since an overloaded receiver would fail them.
 * `timeoutMs` is the limit of each delivery.
 *
 * @throws {Error} if the receiver does not answer at all
 */
export async function examineReceiver(
  url: string,
  secrets: readonly string[],
  timeoutMs: number,
): Promise<readonly Finding[]> {
  const exchanges: Exchange[] = [];
  const send: Send = async (delivery) => {
    const answer = await deliver(url, delivery, timeoutMs);
    exchanges.push({ delivery, answer });
    return answer;
  };
  const findings: Finding[] = [];
  for (const secret of secrets) {
    const signer = createSigner(secret);
    const nameRow = (what: string) => (secrets.length === 1 ? what : `${what} (${signer.scheme})`);
    const first = await checkFirstDelivery(signer, send);
    const [{ answer } = { answer: undefined }] = exchanges;
    if (exchanges.length === 1 && answer?.status === undefined) {
      throw new Error(
        `${url} does not answer: ${answer?.fault ?? "no reason given"}. Start the receiver, or compare the URL.`,
      );
    }
    findings.push(first);
    if (first.verdict !== "right") continue;
    for (const { what, ask } of [...acceptChecks(signer), ...rejectChecks(signer), ...duplicateChecks(signer)]) {
      findings.push({ what: nameRow(what), ...(await ask(send)) });
    }
  }
  return [...findings, ...checkAllAnswers(exchanges, secrets)];
}
