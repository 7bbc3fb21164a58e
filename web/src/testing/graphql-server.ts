import { vi } from "vitest";

export interface GraphqlAnswer {
  readonly status?: number;
  readonly data?: unknown;
  readonly errors?: readonly { message: string; path?: readonly string[]; extensions?: { code: string } }[];
}

type Answers = Record<
  string,
  GraphqlAnswer | ((variables: Record<string, unknown>) => GraphqlAnswer | Promise<GraphqlAnswer>)
>;

/** Answers operations by their names, in place of the network. The asked operations are listed in order. */
export function answerGraphql(answers: Answers) {
  const asked: { readonly name: string; readonly variables: Record<string, unknown>; readonly hash: unknown }[] = [];
  vi.stubGlobal("fetch", async (_url: string, init: RequestInit) => {
    const body = JSON.parse(String(init.body)) as {
      operationName: string;
      variables: Record<string, unknown>;
      extensions?: { persistedQuery?: { sha256Hash?: unknown } };
    };
    asked.push({
      name: body.operationName,
      variables: body.variables,
      hash: body.extensions?.persistedQuery?.sha256Hash,
    });
    const found = answers[body.operationName];
    if (found === undefined) {
      throw new Error(`The test has no answer to ${body.operationName}.`);
    }
    const { status = 200, ...result } = typeof found === "function" ? await found(body.variables) : found;
    return new Response(JSON.stringify(result), { status, headers: { "content-type": "application/json" } });
  });
  return asked;
}

export const unavailable = (...path: string[]) => ({
  message: "The service is unavailable.",
  path,
  extensions: { code: "SUBGRAPH_UNAVAILABLE" },
});
