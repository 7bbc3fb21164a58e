import type { ServiceLog } from "../telemetry/service.log.ts";

/** A log that keeps what it is told. */
export function createTestLog(): ServiceLog & { readonly lines: { level: string; message: string; facts: object }[] } {
  const lines: { level: string; message: string; facts: object }[] = [];
  const keep = (level: string) => (facts: object, message: string) => void lines.push({ level, message, facts });
  return { lines, info: keep("info"), warn: keep("warn"), error: keep("error") };
}
