import { GraphQLError } from "graphql";

/** What a plain HTTP route answers instead of a result. */
export interface HttpProblem {
  readonly status: number;
  /** As schema/ERRORS.md documents it. */
  readonly code: string;
  readonly message: string;
}

const statusOf: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, RESUME_NOT_POSSIBLE: 410 };

/** @param fault what the caller is told when the fault is ours: what became of the request, and what to do. */
export function httpProblem(error: unknown, fault: string): HttpProblem {
  if (error instanceof GraphQLError) {
    const code = String(error.extensions.code);
    return { status: statusOf[code] ?? 400, code, message: error.message };
  }
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode !== undefined && statusCode < 500)
    return { status: statusCode, code: "BAD_USER_INPUT", message: String(message) };
  return { status: 500, code: "INTERNAL_SERVER_ERROR", message: fault };
}
