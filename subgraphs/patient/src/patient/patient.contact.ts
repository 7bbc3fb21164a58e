/** An e-mail address as the blind index compares it: addresses that differ in case alone are one. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** A telephone number as the blind index compares it: its digits, with the plus of an international one. */
export function normalizePhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, "");
  return phone.trim().startsWith("+") ? `+${digits}` : digits;
}
