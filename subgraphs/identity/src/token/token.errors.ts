/** The error codes of RFC 6749, section 5.2, that this endpoint gives. */
export type TokenErrorCode = "invalid_request" | "invalid_grant" | "invalid_scope" | "unsupported_grant_type";

/** A token request that is refused; its message is the `error_description`. */
export class TokenRequestError extends Error {
  override readonly name = "TokenRequestError";

  constructor(
    readonly code: TokenErrorCode,
    description: string,
    /** When trying again may help. */
    readonly retryAfterSeconds?: number,
  ) {
    super(description);
  }

  get status(): number {
    return this.code === "invalid_grant" ? 401 : 400;
  }
}
