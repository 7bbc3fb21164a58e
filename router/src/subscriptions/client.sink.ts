/** What one client operation still has to take. */
export interface Sink<Value> {
  readonly values: AsyncGenerator<Value, void, void>;
  /** @returns false when the queue is full and the value was not taken */
  push(value: Value): boolean;
  /** Ends it after what waits has been taken: with the error, or in peace. */
  end(error?: Error): void;
}

interface Waiting<Value> {
  resolve(result: IteratorResult<Value, void>): void;
  reject(error: Error): void;
}

/**
 * A queue that is a generator too. A real one: its consumer may ask ahead, and `return` ends even a question that waits,
 * where an async function's generator would only end after the next value.
 * @param capacity values that may wait
 * @param released called once, when the consumer is done or the last value was taken
 */
export function createSink<Value>(capacity: number, released: () => void): Sink<Value> {
  const queue: Value[] = [];
  const asking: Waiting<Value>[] = [];
  let ending: { readonly error: Error | undefined } | undefined;
  let done = false;

  function finish(): void {
    if (done) return;
    done = true;
    queue.length = 0;
    released();
  }

  function conclude(waiting: Waiting<Value>): void {
    const error = done ? undefined : ending?.error;
    finish();
    if (error === undefined) waiting.resolve({ done: true, value: undefined });
    else waiting.reject(error);
  }

  function leave(): void {
    finish();
    for (const waiting of asking.splice(0)) waiting.resolve({ done: true, value: undefined });
  }

  const values: AsyncGenerator<Value, void, void> = {
    next: () =>
      new Promise((resolve, reject) => {
        const value = queue.shift();
        if (value !== undefined) resolve({ done: false, value });
        else if (done || ending !== undefined) conclude({ resolve, reject });
        else asking.push({ resolve, reject });
      }),
    async return() {
      leave();
      return { done: true, value: undefined };
    },
    async throw(error: unknown) {
      leave();
      throw error;
    },
    [Symbol.asyncIterator]: () => values,
    async [Symbol.asyncDispose]() {
      leave();
    },
  };

  return {
    values,
    push(value) {
      if (done || ending !== undefined) return true;
      const waiting = asking.shift();
      if (waiting !== undefined) waiting.resolve({ done: false, value });
      else if (queue.length >= capacity) return false;
      else queue.push(value);
      return true;
    },
    end(error) {
      if (done || ending !== undefined) return;
      ending = { error };
      for (const waiting of asking.splice(0)) conclude(waiting);
    },
  };
}
