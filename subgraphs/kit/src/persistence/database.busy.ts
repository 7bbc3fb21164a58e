import { describeFault } from "../telemetry/fault.ts";

/** Deadlock, serialization failure: nothing was done, and the other side has won. */
const lostStates: readonly string[] = ["40P01", "40001"];

/** These, too many connections, a lock or a statement that took too long. The transaction, if there was one, is rolled back. */
const busyStates: readonly string[] = [...lostStates, "53300", "55P03", "57014"];

/** What the pool says to whoever has waited too long for a connection; it gives no code. */
const noConnection = "timeout exceeded when trying to connect";

/** That another transaction came first, as the database says it of what it decides itself. */
export class LostError extends Error {
  override readonly name = "LostError";
}

/** Whether an error says that too much is asked of the database at once. */
export function isBusy(error: unknown): boolean {
  if (error instanceof LostError || busyStates.includes(describeFault(error).code ?? "")) return true;
  return error instanceof Error && error.message.includes(noConnection);
}

/** The server ends, has ended without a word, or begins and takes nobody in yet. */
const awayCodes: readonly string[] = [
  ...["57P01", "57P02", "57P03", "57P05", "08000", "08001", "08003", "08006"],
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"],
];

/** What the driver says of a connection that has gone; it gives no code. */
const goneConnection = /^Connection terminated|^Client has encountered a connection error/;

/** Whether an error says that the database could not be reached, or was lost meanwhile: whether something was done is not known. */
export function isAway(error: unknown): boolean {
  if (awayCodes.includes(describeFault(error).code ?? "")) return true;
  return error instanceof Error && goneConnection.test(error.message);
}

/** Whether an error says that another transaction came first, so that the same work may be done when it is tried again. */
export function isLost(error: unknown): boolean {
  return error instanceof LostError || lostStates.includes(describeFault(error).code ?? "");
}
