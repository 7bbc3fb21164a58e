import { createHmac } from "node:crypto";

const timeoutMs = 10_000;
const [firstPauseMs, longestPauseMs] = [500, 60_000];

/** The header by which whoever is told knows that it was us, and when. */
export function signatureOf(payload: string, secret: string, at = new Date()): string {
  const timestamp = Math.floor(at.getTime() / 1_000);
  const signature = createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex");
  return `t=${timestamp},v1=${signature}`;
}

/** Whether whoever is told has taken it. */
export async function tell(url: string, payload: string, secret: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": signatureOf(payload, secret) },
      body: payload,
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error",
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // They do not answer: they are told again.
    return false;
  }
}

/** How long until they are told again. */
export function pauseAfter(attempts: number): number {
  return Math.min(firstPauseMs * 2 ** attempts, longestPauseMs);
}
