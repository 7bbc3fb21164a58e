import type { Authentication } from "../session/session.service.ts";

/** A password is one factor; a code beside it, or a passkey that verified who holds it, makes two. */
export function authenticationBy(methods: readonly string[]): Authentication & { readonly acr: "aal1" | "aal2" } {
  const passkey = methods.includes("hwk") || methods.includes("swk");
  const two = passkey || (methods.includes("pwd") && methods.includes("otp"));
  return { amr: [...methods, ...(passkey ? ["user"] : []), ...(two ? ["mfa"] : [])], acr: two ? "aal2" : "aal1" };
}
