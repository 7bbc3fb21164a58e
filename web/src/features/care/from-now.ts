/** "in 20 minutes", "10 minutes ago", and in half hours what is further away; null for what is this minute. */
export function fromNow(instant: string, now: Date, locale: string): string | null {
  const minutes = awayFromZero((Date.parse(instant) - now.getTime()) / 60_000);
  const words = new Intl.RelativeTimeFormat(locale);
  if (Math.abs(minutes) < 60) {
    return minutes === 0 ? null : words.format(minutes, "minute");
  }
  return words.format(awayFromZero(minutes / 30) / 2, "hour");
}

/** Rounds half past and half ahead alike, which Math.round does not. */
function awayFromZero(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}
