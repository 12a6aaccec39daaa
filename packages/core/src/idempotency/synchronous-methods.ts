type Method = (...args: never[]) => unknown;

const synchronous = new WeakMap<Method, Method>();

/**
 * Makes a method of a store return a promise. Receivers call the method itself, because a promise costs more than a claim in
 * memory. The type of a store's methods has no answers without a promise: TypeScript would widen the literals that an
 * `async` method of an application's own store returns to `string`.
 */
export function toAsynchronous<Args extends readonly unknown[], Result>(
  method: (...args: Args) => Result,
): (...args: Args) => Promise<Result> {
  const asynchronous = async (...args: Args) => method(...args);
  synchronous.set(asynchronous, method);
  return asynchronous;
}

/** Finds the method behind one of `toAsynchronous()`; others, such as a wrapper of an application, are returned as they are. */
export function findSynchronous(method: Method): Method {
  return synchronous.get(method) ?? method;
}
