import type { CodeBlock } from "./code-block.ts";

/** A block as a file that can be compiled, its lines where they stand on the page. */
export interface BlockModule {
  readonly name: string;
  readonly text: string;
}

/**
 * The blocks of one page as modules. A name that a block uses and does not declare is taken from the last block above it
 * that imports or declares it; what nothing on the page declares has to be one of the reader's own, in `reader.d.ts`.
 */
export function modulesOf(blocks: readonly CodeBlock[]): BlockModule[] {
  const known = new Map<string, string>();
  return blocks.map(({ page, line, code }) => {
    const name = `${page.replaceAll("/", "~")}~${line}`;
    const imports = importedNames(code);
    const declared = declaredNames(code);
    const own = new Set([...imports.keys(), ...declared, ...exportedNames(code)]);
    const taken = [...known].filter(([each]) => !own.has(each) && new RegExp(`\\b${each}\\b`).test(code));
    const handedOn = declared.length === 0 ? "export {};" : `export { ${declared.join(", ")} };`;
    for (const [each, source] of imports) known.set(each, source);
    for (const each of [...declared, ...exportedNames(code)])
      known.set(each, `import { ${each} } from "./${name}.ts";`);
    const head = taken.map(([, source]) => source).join(" ");
    return { name, text: `${head}${"\n".repeat(line - 1)}${code}\n${handedOn}\n` };
  });
}

/** What a block imports, and the statement that imports it alone. */
function importedNames(code: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const [, clause = "", from = ""] of code.matchAll(/^import ([^;]+?) from ("[^"]+");$/gms)) {
    const [, whole, listed = ""] = /^(\w+)?,? ?(?:\{([^}]*)\})?$/s.exec(clause) ?? [];
    if (whole !== undefined) names.set(whole, `import ${whole} from ${from};`);
    for (const item of listed
      .split(",")
      .map((each) => each.trim())
      .filter(Boolean)) {
      names.set(item.replace(/^type /, ""), `import { ${item} } from ${from};`);
    }
  }
  return names;
}

/** What a block declares at its top level, exported ones left out. */
function declaredNames(code: string): string[] {
  const single = [...code.matchAll(/^(?:const|let|(?:async )?function|class) (\w+)/gm)].map(([, name = ""]) => name);
  const several = [...code.matchAll(/^const \{ ([^}]+) \} =/gm)].flatMap(([, list = ""]) => list.split(", "));
  return [...single, ...several];
}

function exportedNames(code: string): string[] {
  return [...code.matchAll(/^export (?:const|(?:async )?function|class) (\w+)/gm)].map(([, name = ""]) => name);
}
