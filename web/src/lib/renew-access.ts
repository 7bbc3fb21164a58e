const timeoutMilliseconds = 15_000;

/** Has the session take a new access token at once: what the reader may do has just changed. */
export async function renewAccess(): Promise<void> {
  try {
    await fetch("/session/refresh", {
      method: "POST",
      headers: { "x-careconnect-csrf": "1" },
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
  } catch {
    // The token is renewed within minutes in any case.
  }
}
