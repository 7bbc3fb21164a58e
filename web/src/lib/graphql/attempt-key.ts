/** Gives each attempt its idempotency key, and the same one to whoever has to send the same thing again. */
export interface AttemptKeys {
  readonly keyFor: (input: object) => string;
  /** The server has answered: whatever is sent next is another attempt. */
  readonly answered: () => void;
}

/** What was sent last, and by which key. */
export interface Attempt {
  readonly input: string;
  readonly key: string;
}

/** @param open what was sent before and not answered */
export function createAttemptKeys(open?: Attempt): AttemptKeys {
  return {
    keyFor(input) {
      const text = JSON.stringify(input);
      if (open?.input !== text) {
        open = { input: text, key: crypto.randomUUID() };
      }
      return open.key;
    },
    answered() {
      open = undefined;
    },
  };
}
