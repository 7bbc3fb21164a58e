let last: string | null = null;

/** Remembers by which number the server knows the request that it answered last. */
export function noteCorrelation(headers: Headers): void {
  last = headers.get("x-correlation-id") ?? last;
}

/** The number by which what happened is found in the server's records; null before it has answered anything. */
export function lastCorrelation(): string | null {
  return last;
}
