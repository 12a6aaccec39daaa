import type { CodeBlock } from "./code-block.ts";

/** A block as a file to compile. Its line numbers are those of the page. */
export interface BlockModule {
  readonly name: string;
  readonly text: string;
}

/**
 * Turns the blocks of one page into modules. A block imports each name it does not declare from the last block above that
 * imports or declares it. Names that no block declares must be in `reader.d.ts`.
 */
export function createModules(blocks: readonly CodeBlock[]): BlockModule[] {
  const known = new Map<string, string>();
  return blocks.map(({ page, line, code }) => {
    const name = `${page.replaceAll("/", "~")}~${line}`;
    const imports = findImports(code);
    const declared = findDeclarations(code);
    const own = new Set([...imports.keys(), ...declared, ...findExports(code)]);
    const taken = [...known].filter(([each]) => !own.has(each) && new RegExp(`\\b${each}\\b`).test(code));
    const reexports = declared.length === 0 ? "export {};" : `export { ${declared.join(", ")} };`;
    for (const [each, source] of imports) known.set(each, source);
    for (const each of [...declared, ...findExports(code)]) known.set(each, `import { ${each} } from "./${name}.ts";`);
    const head = taken.map(([, source]) => source).join(" ");
    return { name, text: `${head}${"\n".repeat(line - 1)}${code}\n${reexports}\n` };
  });
}

/** Returns each imported name with a statement that imports only this name. */
function findImports(code: string): Map<string, string> {
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

/** Returns the names that a block declares at its top level without exporting them. */
function findDeclarations(code: string): string[] {
  const single = [...code.matchAll(/^(?:const|let|(?:async )?function|class) (\w+)/gm)].map(([, name = ""]) => name);
  const several = [...code.matchAll(/^const \{ ([^}]+) \} =/gm)].flatMap(([, list = ""]) => list.split(", "));
  return [...single, ...several];
}

function findExports(code: string): string[] {
  return [...code.matchAll(/^export (?:const|(?:async )?function|class) (\w+)/gm)].map(([, name = ""]) => name);
}
