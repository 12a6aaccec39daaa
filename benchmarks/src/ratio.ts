/** The ratio of two measurements over several rounds in one run. */
export interface Ratio {
  readonly median: number;
  /** The middle half of the rounds is between `low` and `high`. */
  readonly low: number;
  readonly high: number;
}

/**
 * Measures A and B in the order A B B A in each round, so that a change of the machine's speed favors neither.
 * Returns the cost of B as a multiple of A's.
 */
export async function measureRatio(a: () => Promise<number>, b: () => Promise<number>, rounds: number): Promise<Ratio> {
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) ratios.push(await measureRatioOnce(a, b));
  return getSpread(ratios);
}

/** Measures one round. */
async function measureRatioOnce(a: () => Promise<number>, b: () => Promise<number>): Promise<number> {
  const [first, second, third, fourth] = [await a(), await b(), await b(), await a()];
  return (second + third) / (first + fourth);
}

/** Returns the median of some numbers, and the range of their middle half. */
export function getSpread(numbers: readonly number[]): Ratio {
  const sorted = [...numbers].sort((one, other) => one - other);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

export function formatRatio({ median, low, high }: Ratio): string {
  return `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}
