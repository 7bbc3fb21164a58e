import { describeFault } from "../telemetry/fault.ts";

/**
 * Deadlock, serialization failure, too many connections, a lock or a statement that took too long. The transaction, if
 * there was one, is rolled back.
 */
const busyStates = new Set(["40P01", "40001", "53300", "55P03", "57014"]);

/** What the pool says to whoever has waited too long for a connection; it gives no code. */
const noConnection = "timeout exceeded when trying to connect";

/** Whether an error says that too much is asked of the database at once. */
export function isBusy(error: unknown): boolean {
  if (busyStates.has(describeFault(error).code ?? "")) return true;
  return error instanceof Error && error.message.includes(noConnection);
}
