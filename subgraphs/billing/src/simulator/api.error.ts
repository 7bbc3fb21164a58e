/** An error as Stripe answers it. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly error: { readonly type: string; readonly message: string; readonly [detail: string]: unknown },
  ) {
    super(error.message);
  }
}

export function invalidRequest(message: string, details: { readonly code?: string; readonly param?: string } = {}) {
  return new ApiError(400, { type: "invalid_request_error", message, ...details });
}

export function noSuch(kind: string, id: string): ApiError {
  return new ApiError(404, {
    ...{ type: "invalid_request_error", code: "resource_missing", param: "id" },
    message: `No such ${kind}: '${id}'`,
  });
}
