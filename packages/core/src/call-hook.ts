/** Calls a callback. An error in it is logged, and neither fails the delivery nor ends the process. */
export function callHook(hook: () => unknown): void {
  try {
    const result = hook();
    // Stryker disable next-line ConditionalExpression: a promise of undefined does not reject
    if (result !== undefined) Promise.resolve(result).catch(reportHookError);
  } catch (error) {
    reportHookError(error);
  }
}

function reportHookError(error: unknown): void {
  console.error("A callback passed to mynthWebhook() threw.", error);
}
