import { ConfigurationError } from "@careconnect/kit";

/** Seconds: a session that its client does not use for so long ends. */
export const idleLifetime = 12 * 60 * 60;

/**
 * Seconds: so long after it last told that its user did something, the router has ended a session of whoever does nothing
 * for `idleTime` seconds, since it tells when a third of that has passed.
 */
export const routerSilence = (idleTime: number): number => idleTime + idleTime / 3;

/**
 * Seconds: whoever does nothing in their browser for so long proves anew who they are. SESSION_IDLE_MINUTES says it, as
 * it does to the router.
 */
export function readBrowserIdleTime({ SESSION_IDLE_MINUTES: text = "" }: NodeJS.ProcessEnv): number {
  const minutes = Number(text || 30);
  if (!Number.isInteger(minutes) || minutes < 3 || minutes > 720)
    throw new ConfigurationError("SESSION_IDLE_MINUTES must be a whole number from 3 to 720.");
  return minutes * 60;
}
