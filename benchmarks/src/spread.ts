/** A figure from many rounds. */
export interface Spread {
  /** The mean of the middle 60 % of the rounds. */
  readonly mean: number;
  /** The middle half of the rounds is between these two. */
  readonly low: number;
  readonly high: number;
  /** Half the width of the 95 % confidence interval of the mean. */
  readonly error: number;
}

/** The part of the rounds that is trimmed at each end: a machine that does something else for a moment makes outliers. */
const trimmed = 0.2;

/** Returns the trimmed mean of some numbers, with its error (Yuen 1974: from the winsorized variance). */
export function getTrimmedMean(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((one, other) => one - other);
  const count = sorted.length;
  const cut = Math.floor(trimmed * count);
  const kept = sorted.slice(cut, count - cut);
  const mean = sum(kept) / kept.length;
  const [least = Number.NaN, most = Number.NaN] = [kept[0], kept.at(-1)];
  const winsorized = sorted.map((number) => Math.min(Math.max(number, least), most));
  const center = sum(winsorized) / count;
  const variance = sum(winsorized.map((number) => (number - center) ** 2)) / (count - 1);
  const error = (1.96 * Math.sqrt(variance)) / ((1 - 2 * trimmed) * Math.sqrt(count));
  const at = (part: number) => sorted[Math.min(count - 1, Math.floor(part * count))] ?? Number.NaN;
  return { mean, low: at(0.25), high: at(0.75), error };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Formats a ratio with its error and its middle half. */
export function formatSpread({ mean, low, high, error }: Spread): string {
  return `${mean.toFixed(2)} ± ${error.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}
