/** How two things compare, over several rounds in one run. */
export interface Ratio {
  readonly median: number;
  /** The middle half of the rounds lies between these. */
  readonly low: number;
  readonly high: number;
}

/**
 * Measures two things in turn, A B B A each round, so that a machine that grows slower or faster in the meantime favours
 * neither. Says how many times A's cost B's is.
 */
export async function costRatio(a: () => Promise<number>, b: () => Promise<number>, rounds: number): Promise<Ratio> {
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) ratios.push(await costRatioOnce(a, b));
  return spreadOf(ratios);
}

/** One round of it. */
export async function costRatioOnce(a: () => Promise<number>, b: () => Promise<number>): Promise<number> {
  const [first, second, third, fourth] = [await a(), await b(), await b(), await a()];
  return (second + third) / (first + fourth);
}

/** The median of some numbers, and where their middle half lies. */
export function spreadOf(numbers: readonly number[]): Ratio {
  const sorted = [...numbers].sort((one, other) => one - other);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** The other way round: what one costs more, it does less of. */
export function inverse({ median, low, high }: Ratio): Ratio {
  return { median: 1 / median, low: 1 / high, high: 1 / low };
}

export function ratioText({ median, low, high }: Ratio): string {
  return `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}
