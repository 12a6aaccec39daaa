/** How wide a line may be: the terminal's width, but no wider than is read with ease, nor too narrow for a word. */
export function lineWidth(): number {
  return Math.max(40, Math.min(process.stdout.columns ?? 100, 100));
}

/** Breaks a sentence into lines, each behind as many blanks. */
export function wrapped(sentence: string, indent: number, width: number = lineWidth()): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of sentence.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((text) => " ".repeat(indent) + text);
}
