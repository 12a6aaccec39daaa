const maxAttempts = 10;

/**
 * Repeats a statement that failed because of a concurrent change, as under SERIALIZABLE or REPEATABLE READ.
 * The statement must be a whole transaction.
 */
export async function retryOnSerializationFailure<Result>(statement: () => PromiseLike<Result>): Promise<Result> {
  for (let attempt = 1; attempt < maxAttempts; attempt++) {
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
