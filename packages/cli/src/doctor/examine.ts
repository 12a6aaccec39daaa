import { deliver } from "../deliver.ts";
import { acceptQuestions } from "./accepts.ts";
import { duplicateQuestions } from "./duplicates.ts";
import type { Exchange, Finding, Send } from "./examination.ts";
import { firstFinding } from "./first.ts";
import { overallFindings } from "./overall.ts";
import { refuseQuestions } from "./refuses.ts";
import { signerWith } from "./signer.ts";

/**
 * Asks a receiver everything, one delivery after the other: one that is overrun would be judged for that. `patience` is
 * what each delivery may take, in milliseconds.
 *
 * @throws {Error} if nobody answers at all
 */
export async function examine(url: string, secrets: readonly string[], patience: number): Promise<readonly Finding[]> {
  const exchanges: Exchange[] = [];
  const send: Send = async (delivery) => {
    const answer = await deliver(url, delivery, patience);
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
    for (const { what, ask } of [
      ...acceptQuestions(signer),
      ...refuseQuestions(signer),
      ...duplicateQuestions(signer),
    ]) {
      findings.push({ what: name(what), ...(await ask(send)) });
    }
  }
  return [...findings, ...overallFindings(exchanges, secrets)];
}
