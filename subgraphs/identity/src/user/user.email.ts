import { blindIndexOf } from "@careconnect/kit";

/** An e-mail address as the blind index compares it: addresses that differ in case alone are one. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** What stands for an e-mail address where it must be found and not be read. */
export function emailIndexOf(email: string): string {
  return blindIndexOf(normalizeEmail(email), "user_account.email");
}
