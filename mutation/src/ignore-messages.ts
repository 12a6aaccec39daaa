import type { Ignorer } from "@stryker-mutator/api/ignore";
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** The part of a Babel path that is read here. */
interface Path {
  readonly node: Readonly<Record<string, unknown>>;
  readonly parentPath: Path | null;
}

/** Why the text of a message is not mutated. */
export const messageReason = "The text of a message";

const literals = ["StringLiteral", "TemplateLiteral"];
/** What a message is put together with. */
const compositions = ["BinaryExpression", "ConditionalExpression", "LogicalExpression", "TemplateLiteral"];

function getName(node: unknown): unknown {
  return Reflect.get(Object(node), "name");
}

/** Whether an expression at this place is a message: people read it, and no code depends on its words. */
function isMessage({ node, parentPath }: Path): boolean {
  const parent = parentPath?.node ?? {};
  if (parentPath && compositions.includes(String(parent.type))) return parent.test !== node && isMessage(parentPath);
  if (parent.type === "ObjectProperty") {
    return parent.value === node && ["message", "hint", "explanation"].includes(String(getName(parent.key)));
  }
  if (parent.type === "VariableDeclarator") return /(hint|message)$/i.test(String(getName(parent.id)));
  const isFirst = Array.isArray(parent.arguments) && parent.arguments[0] === node;
  if (parent.type === "NewExpression") return isFirst && /^(Type|Range)?Error$/.test(String(getName(parent.callee)));
  if (parent.type !== "CallExpression") return false;
  const object = Reflect.get(Object(parent.callee), "object");
  return getName(object) === "console" || (isFirst && getName(parent.callee) === "createCheck");
}

const ignoreMessages: Ignorer = {
  shouldIgnore(path) {
    const { node } = path as Path;
    return literals.includes(String(node.type)) && isMessage(path as Path) ? messageReason : undefined;
  },
};

/** Stryker reads its plugins from this name. */
export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, "messages", ignoreMessages)];
