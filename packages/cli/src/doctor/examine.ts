import { deliver } from "../deliver.ts";
import { acceptChecks } from "./accepts.ts";
import type { Exchange, Finding, Send } from "./check.ts";
import { duplicateChecks } from "./duplicates.ts";
import { firstFinding } from "./first.ts";
import { overallFindings } from "./overall.ts";
import { refuseChecks } from "./refuses.ts";
import { signerWith } from "./signer.ts";

/**
 * Asks a receiver everything, one delivery after the other: one that is overrun would be judged for that. `timeoutMs` is
 * what each delivery may take, in milliseconds.
 *
 * @throws {Error} if nobody answers at all
 */
export async function examine(url: string, secrets: readonly string[], timeoutMs: number): Promise<readonly Finding[]> {
  const exchanges: Exchange[] = [];
  const send: Send = async (delivery) => {
    const answer = await deliver(url, delivery, timeoutMs);
    exchanges.push({ delivery, answer });
    return answer;
  };
  const findings: Finding[] = [];
  for (const secret of secrets) {
    const signer = signerWith(secret);
    // With several secrets each row says which it is about.
    const name = (what: string) => (secrets.length === 1 ? what : `${what} (${signer.scheme})`);
    const first = await firstFinding(signer, send);
    const [{ answer } = { answer: undefined }] = exchanges;
    if (exchanges.length === 1 && answer?.status === undefined) {
      throw new Error(`${url} does not answer: ${answer?.fault ?? "no reason given"}.`);
    }
    findings.push(first);
    if (first.verdict !== "right") continue;
    for (const { what, ask } of [...acceptChecks(signer), ...refuseChecks(signer), ...duplicateChecks(signer)]) {
      findings.push({ what: name(what), ...(await ask(send)) });
    }
  }
  return [...findings, ...overallFindings(exchanges, secrets)];
}
