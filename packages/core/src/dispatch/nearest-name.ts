/** Finds the name with the fewest edits from `name`, or returns `undefined` if all are too different. */
export function findNearestName(name: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let fewest = name.length / 2;
  for (const other of names) {
    const changes = countEdits(name, other);
    if (changes > fewest || (nearest !== undefined && changes === fewest)) continue;
    nearest = other;
    fewest = changes;
  }
  return nearest;
}

/** Counts the letters to insert, delete or replace (Levenshtein). */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [above, letter] of [...from].entries()) {
    const next = [above + 1];
    for (let index = 0; index < to.length; index += 1) {
      const changed = (row[index] ?? 0) + (to[index] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
