import type { Client, TypedDocumentNode } from "@urql/core";
import { isSessionEnd } from "./failure.ts";

/** What a command refuses, and at which field of its input. */
export interface UserError {
  readonly code: string;
  readonly field: readonly string[] | null;
  readonly message: string;
}

/**
 * `done`: it happened. `refused`: nothing was changed. `unknown`: no answer came, and it may have happened: only the
 * same command with the same key may be sent again.
 */
export type Outcome<Payload> =
  | { readonly kind: "done"; readonly payload: Payload }
  | { readonly kind: "refused"; readonly errors: readonly UserError[] }
  | { readonly kind: "unknown" };

interface CommandPayload {
  readonly userErrors: readonly UserError[];
}

// Errors of the whole operation after which nothing was changed, and another try would end alike.
const refusals: ReadonlySet<unknown> = new Set(["FORBIDDEN", "UNAUTHENTICATED", "BAD_USER_INPUT"]);

export async function sendCommand<Data, Input, Payload extends CommandPayload>(
  client: Client,
  document: TypedDocumentNode<Data, { input: Input }>,
  input: Input,
  select: (data: Data) => Payload | null,
): Promise<Outcome<Payload>> {
  const { data, error } = await client.mutation(document, { input });
  const payload = data ? select(data) : null;
  if (payload !== null) {
    return payload.userErrors.length === 0
      ? { kind: "done", payload }
      : { kind: "refused", errors: payload.userErrors };
  }
  const errors = error?.graphQLErrors.filter(({ extensions }) => refusals.has(extensions.code)) ?? [];
  if (errors.length > 0 || (error !== undefined && isSessionEnd(error))) {
    return {
      kind: "refused",
      errors: errors.map(({ message, extensions }) => ({ code: String(extensions.code), field: null, message })),
    };
  }
  return { kind: "unknown" };
}
