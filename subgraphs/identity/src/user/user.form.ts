import type { FormErrors } from "../pages/page.form.ts";
import { texts } from "../pages/page.texts.ts";
import { passwordProblem } from "./user.password-rules.ts";
import { displayName, emailAddress } from "./user.schema.ts";

/** The address of a form, or what is wrong with it. */
export function checkEmail(typed: string): { readonly email: string } | { readonly errors: FormErrors } {
  const parsed = emailAddress.safeParse(typed);
  return parsed.success ? { email: parsed.data } : { errors: { email: texts().errors.email } };
}

/** What is wrong with a new account; nothing when it is good. */
export function checkNewAccount(fields: { displayName: string; password: string }, email: string): FormErrors {
  return {
    ...(!displayName.safeParse(fields.displayName).success && { displayName: texts().errors.displayName }),
    ...checkNewPassword(fields.password, [email, fields.displayName]),
  };
}

export function checkNewPassword(password: string, known: readonly string[]): FormErrors {
  const problem = passwordProblem(password, known);
  return problem === undefined ? {} : { password: texts().errors.password[problem] };
}

export function isGood(errors: FormErrors): boolean {
  return Object.keys(errors).length === 0;
}
