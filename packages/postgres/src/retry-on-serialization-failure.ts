const attempts = 10;

/**
 * Repeats a single statement that failed because another changed the row under it, as happens where SERIALIZABLE or
 * REPEATABLE READ is the default: the statement was a transaction of its own, so nothing else has to be repeated.
 */
export async function retryOnSerializationFailure<Result>(statement: () => PromiseLike<Result>): Promise<Result> {
  for (let attempt = 1; attempt < attempts; attempt++) {
    try {
      return await statement();
    } catch (error) {
      if (!isSerializationFailure(error)) throw error;
    }
  }
  return statement();
}

function isSerializationFailure(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "40001";
}
