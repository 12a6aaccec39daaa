import colors from "picocolors";
import { formatStatus, symbols } from "../symbols.ts";
import { toPrintable } from "../to-printable.ts";
import { wrapText } from "../wrap-text.ts";
import type { Facts } from "./facts.ts";

const stateSymbols = { verified: symbols.right, rejected: symbols.wrong, unchecked: symbols.unclear } as const;
/** The width of the time and the symbol at the start of a line. */
const indent = 11;

/** Formats a delivery for a person: its status and state, then its event, then why it was rejected. */
export function formatDelivery(facts: Facts, answered: Answered, secrets: readonly string[]): readonly string[] {
  const print = (value: string) => toPrintable(value, secrets);
  const time = colors.dim(new Date().toTimeString().slice(0, 8));
  const name = colors.bold(print(facts.event ?? "no event"));
  const took = answered.status === undefined || answered.time === undefined ? "" : ` in ${answered.time} ms`;
  const details = [
    facts.task && print(facts.task),
    formatImages(facts),
    facts.cost && formatDollars(facts.cost),
    facts.error && colors.yellow(print(facts.error)),
  ].filter(Boolean);
  return [
    `${time} ${stateSymbols[facts.state]} ${formatStatus(answered)}${took}  ${name}  ${formatState(facts)}`,
    ...(details.length > 0 ? [`${" ".repeat(indent)}${details.join("  ")}`] : []),
    ...(facts.explanation === undefined ? [] : wrapText(facts.explanation, indent).map(colors.yellow)),
  ];
}

/** The answer the sender got, from the receiver it was forwarded to or from `listen` itself. */
interface Answered {
  readonly status: number | undefined;
  readonly fault?: string;
  /** In milliseconds, and absent if `listen` answered itself. */
  readonly time?: number;
}

function formatState({ state, code = "", scheme, age }: Facts): string {
  if (state === "rejected") return colors.red(code);
  if (state === "unchecked") return colors.yellow("not verified: no secret");
  return colors.dim(age === undefined ? `${scheme}` : `${scheme}, ${age} s old`);
}

function formatImages({ images = 0, failedImages = 0 }: Facts): string {
  const succeeded = images > 0 ? `${images} ${images === 1 ? "image" : "images"}` : "";
  const failed = failedImages > 0 ? colors.yellow(`${failedImages} failed`) : "";
  return [succeeded, failed].filter(Boolean).join(", ");
}

/** Costs come with eight decimal places. Trailing zeros are dropped, but cents are kept. */
function formatDollars(cost: string): string {
  const [dollars = "", fraction = ""] = cost.split(".");
  // A pattern for trailing zeros takes quadratic time.
  let places = fraction.length;
  while (places > 2 && fraction[places - 1] === "0") places -= 1;
  return places === 0 ? `$${dollars}` : `$${dollars}.${fraction.slice(0, places)}`;
}
