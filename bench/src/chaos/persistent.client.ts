import { setTimeout as pause } from "node:timers/promises";
import type { TokenSource } from "@careconnect/dev/import/access.token";

/** Why something was not done, in the answer of a mutation. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** Asks until it is answered, as a client does that must not lose what it wants. */
export interface PersistentClient {
  /** Sends a mutation, the same one again until it is acknowledged. @returns its payload */
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query
  command(query: string, input: Record<string, unknown>): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query
  ask(query: string, variables: Record<string, unknown>): Promise<any>;
  /** How often it was answered what, other than with what it asked for. */
  readonly setbacks: ReadonlyMap<string, number>;
}

const answerLimitMs = 20_000;
const shortestPauseMs = 100;
const longestPauseMs = 2_000;

/** @param giveUpAt by the clock, in milliseconds: whoever is not answered by then never is */
export function createPersistentClient(url: string, tokens: TokenSource, giveUpAt: number): PersistentClient {
  const setbacks = new Map<string, number>();
  const count = (what: string) => setbacks.set(what, (setbacks.get(what) ?? 0) + 1);

  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query
  async function ask(query: string, variables: Record<string, unknown>): Promise<any> {
    for (let wait = shortestPauseMs; ; wait = Math.min(wait * 2, longestPauseMs)) {
      const answer = await askOnce(query, variables);
      if (typeof answer !== "string") return answer;
      count(answer);
      if (Date.now() > giveUpAt) throw new Error(`It was never answered, the last time with ${answer}.`);
      await pause(wait);
    }
  }

  /** @returns the data where all of it is there, or else why not */
  async function askOnce(query: string, variables: Record<string, unknown>): Promise<object | string> {
    try {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${await tokens.current()}` },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(answerLimitMs),
      });
      const text = await response.text();
      const { data, errors } = JSON.parse(text) as { data?: object; errors?: { extensions?: { code?: string } }[] };
      if (!errors?.length && data) return data;
      return errors?.[0]?.extensions?.code ?? `status ${response.status}`;
    } catch (cause) {
      return cause instanceof Error && cause.name === "TimeoutError" ? "no answer in time" : "no connection";
    }
  }

  return {
    ask,
    async command(query, input) {
      const [payload] = Object.values(await ask(query, { input }));
      return payload;
    },
    setbacks,
  };
}
