import type { Authentication } from "../session/session.service.ts";

/**
 * A password, or the word of another issuer, is one factor; a code beside it, or a passkey that verified who holds it,
 * makes two. `mfa` among the methods is the word of an issuer that is trusted with both.
 */
export function authenticationBy(methods: readonly string[]): Authentication & { readonly acr: "aal1" | "aal2" } {
  const passkey = methods.includes("hwk") || methods.includes("swk");
  const first = methods.includes("pwd") || methods.includes("fed");
  const two = passkey || methods.includes("mfa") || (first && methods.includes("otp"));
  const amr = new Set([...methods, ...(passkey ? ["user"] : []), ...(two ? ["mfa"] : [])]);
  return { amr: [...amr], acr: two ? "aal2" : "aal1" };
}
