import { type Answer, isReceived } from "../deliver.ts";
import { type Check, type Finding, seen } from "./check.ts";
import type { Signer } from "./signer.ts";

/** How a receiver takes the same delivery more than once. What its handler did cannot be seen from outside. */
export function duplicateChecks({ payload, sign }: Signer): readonly Check[] {
  return [
    {
      what: "answers a delivery that comes again",
      async ask(send) {
        const { again, task } = same(payload(), sign);
        return judge([await send(again), await send(again)], task);
      },
    },
    {
      what: "answers a delivery that comes twice at once",
      async ask(send) {
        const { again, task } = same(payload(), sign);
        return judge(await Promise.all([send(again), send(again)]), task);
      },
    },
  ];
}

function same(payload: object, sign: Signer["sign"]) {
  return { again: sign(payload), task: /tsk_doctor_\w+/.exec(JSON.stringify(payload))?.[0] ?? "" };
}

function judge([first, second]: readonly [Answer, Answer], task: string): Omit<Finding, "what"> {
  const both = `${seen(first)}, then ${seen(second)}`;
  const answered = (answer: Answer) => isReceived(answer) || answer.status === 409;
  if (!answered(first) || !answered(second)) {
    return {
      verdict: "wrong",
      seen: both,
      remedy: "Mynth delivers at least once: what comes again is answered 2xx, or 409 while it is at work.",
    };
  }
  if (!isReceived(first) || !isReceived(second)) return { verdict: "right", seen: both };
  const otherwise = first.body === second.body ? "" : ", with another answer";
  return {
    verdict: "unclear",
    seen: `${both}${otherwise}`,
    remedy: `That is right. Whether its handler ran twice cannot be seen from here: look what it did for ${task}. The option idempotency, or a key of event and task, has it run once.`,
  };
}
