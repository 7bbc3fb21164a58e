/** How a person showed who they are, as tokens say it. */
export interface Authentication {
  /** Methods by the names of RFC 8176. */
  readonly amr: readonly string[];
  /** NIST SP 800-63: one factor, or two. */
  readonly acr: "aal1" | "aal2";
}

/** A password is one factor; a code beside it, or a passkey that verified who holds it, makes two. */
export function authenticationBy(methods: readonly string[]): Authentication {
  const passkey = methods.includes("hwk") || methods.includes("swk");
  const two = passkey || (methods.includes("pwd") && methods.includes("otp"));
  return { amr: [...methods, ...(passkey ? ["user"] : []), ...(two ? ["mfa"] : [])], acr: two ? "aal2" : "aal1" };
}
