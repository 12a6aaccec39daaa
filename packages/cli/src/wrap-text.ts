/** Returns the terminal's width, limited to what is easy to read (100) and what a word needs (40). */
export function getLineWidth(): number {
  return Math.max(40, Math.min(process.stdout.columns ?? 100, 100));
}

/** Breaks a sentence into lines and indents each of them. */
export function wrapText(sentence: string, indent: number, width: number = getLineWidth()): readonly string[] {
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
