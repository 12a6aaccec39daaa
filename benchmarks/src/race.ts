import { getTrimmedMean, type Spread } from "./spread.ts";

/** Measures one candidate for a moment, and returns its cost. */
export type Slice = () => Promise<number>;

/** Two candidates: the ratio is the rate of the first at equal cost, as a multiple of the second's. */
export type Pair = readonly [of: string, to: string];

export interface RaceOptions {
  /** Slices that are not counted, for each candidate: a runtime has to compile them first. */
  readonly warmUps: number;
  /** The race ends when the error of every pair is below this. */
  readonly error: number;
  /** The race ends after this time in any case, in milliseconds. */
  readonly timeLimit: number;
}

const leastRounds = 12;

/**
 * Measures candidates in short slices in turn, each round in the other direction, until every ratio is known well enough.
 * A ratio compares slices of the same round, so that a change of the machine's speed hardly counts.
 */
export async function race(
  candidates: Readonly<Record<string, Slice>>,
  pairs: readonly Pair[],
  { warmUps, error, timeLimit }: RaceOptions,
): Promise<{
  readonly ratios: readonly Spread[];
  readonly costs: ReadonlyMap<string, Spread>;
  readonly rounds: number;
}> {
  const entries = Object.entries(candidates);
  for (let round = 0; round < warmUps; round += 1) for (const [, slice] of entries) await slice();
  const measured = new Map<string, number[]>(entries.map(([name]) => [name, []]));
  const start = performance.now();
  let rounds = 0;
  let ratios: readonly Spread[] = [];
  do {
    for (const [name, slice] of rounds % 2 === 0 ? entries : entries.toReversed())
      measured.get(name)?.push(await slice());
    rounds += 1;
    if (rounds < leastRounds) continue;
    ratios = pairs.map(([of, to]) => getRatio(get(of), get(to)));
  } while (
    rounds < leastRounds ||
    (ratios.some((ratio) => ratio.error > error) && performance.now() - start < timeLimit)
  );
  return { ratios, rounds, costs: new Map(entries.map(([name]) => [name, getTrimmedMean(get(name))])) };

  function get(name: string): readonly number[] {
    const costs = measured.get(name);
    if (costs === undefined) throw new Error(`race(): there is no candidate "${name}".`);
    return costs;
  }
}

function getRatio(of: readonly number[], to: readonly number[]): Spread {
  return getTrimmedMean(of.map((cost, round) => (to[round] ?? Number.NaN) / cost));
}
