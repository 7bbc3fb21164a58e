import { type Logger, pino } from "pino";

export type { Logger } from "pino";

/**
 * JSON lines on stdout. Callers log codes, names, paths and times: never variables, cookies, tokens or bodies,
 * because those hold personal data.
 */
export function createLogger(level: string): Logger {
  return pino({ level, base: { service: "router" }, timestamp: pino.stdTimeFunctions.isoTime });
}
