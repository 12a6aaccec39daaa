import { Command } from "commander";
import colours from "picocolors";
import { type Answer, deliver, requireUrl } from "../deliver.ts";
import { acceptQuestions } from "../doctor/accepts.ts";
import { duplicateQuestions, overallFindings } from "../doctor/behaves.ts";
import type { Finding, Send, Verdict } from "../doctor/examination.ts";
import { refuseQuestions } from "../doctor/refuses.ts";
import { doctorSecrets } from "../doctor/secrets.ts";
import { requireSecret, type SecretOption, secretOption } from "../secret-option.ts";
import { reporting } from "../usage-error.ts";

interface DoctorOptions extends SecretOption {
  readonly json?: boolean;
}

export function doctorCommand(): Command {
  return new Command("doctor")
    .description("send a receiver good and bad deliveries, and say what it does right and wrong")
    .argument("<url>", "the receiver, in any language; it gets some twenty deliveries of tasks named tsk_doctor_...")
    .addOption(secretOption())
    .option("--json", "print JSON")
    .action(reporting(doctor));
}

async function doctor(url: string, options: DoctorOptions): Promise<boolean> {
  requireUrl(url);
  const secrets = doctorSecrets(await requireSecret(options));
  const answers: Answer[] = [];
  const send: Send = async (delivery) => {
    const answer = await deliver(url, delivery);
    answers.push(answer);
    return answer;
  };
  const findings: Finding[] = [];
  // One after the other: a receiver that is overrun would be judged for that.
  for (const { what, ask } of [
    ...acceptQuestions(secrets),
    ...refuseQuestions(secrets),
    ...duplicateQuestions(secrets),
  ]) {
    findings.push({ what, ...(await ask(send)) });
    const [first] = answers;
    if (answers.length === 1 && first?.status === undefined) {
      throw new Error(`${url} does not answer: ${first?.fault ?? "no reason given"}.`);
    }
  }
  findings.push(...overallFindings(answers, secrets));
  if (options.json) console.log(JSON.stringify({ healthy: isHealthy(findings), findings }));
  else print(url, findings);
  return isHealthy(findings);
}

function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict !== "wrong");
}

const marks: Record<Verdict, string> = {
  right: colours.green("✔"),
  wrong: colours.red("✘"),
  unclear: colours.yellow("?"),
};

function print(url: string, findings: readonly Finding[]): void {
  const count = (wanted: Verdict) => findings.filter(({ verdict }) => verdict === wanted).length;
  const wrong = count("wrong");
  const unclear = count("unclear");
  const verdict = wrong === 0 ? colours.green("healthy") : colours.red(`${wrong} wrong`);
  console.log(
    `${colours.bold(url)}: ${verdict}, ${count("right")} right${unclear > 0 ? `, ${unclear} unclear` : ""}\n`,
  );
  const width = Math.max(...findings.map(({ what }) => what.length));
  // What matters first.
  for (const wanted of ["wrong", "unclear", "right"] as const) {
    for (const { what, verdict, seen, remedy } of findings.filter(({ verdict }) => verdict === wanted)) {
      console.log(`${marks[verdict]} ${what.padEnd(width)}  ${colours.dim(seen)}`);
      if (remedy !== undefined)
        console.log(`    ${verdict === "wrong" ? colours.yellow(remedy) : colours.dim(remedy)}`);
    }
  }
}
