/** Seconds: whoever does nothing for so long signs in again. */
export const idleLifetime = 12 * 60 * 60;
