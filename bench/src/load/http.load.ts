import autocannon from "autocannon";

export interface LoadTarget {
  readonly url: string;
  readonly authorization: string;
  /** The body of the next request; undefined when there is none left, which ends the run. */
  nextBody(): string | undefined;
}

export interface LoadResult {
  /** Those answered in time, and those that were still under way at the end, which cost the system as much. */
  readonly sent: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Requests that were not answered, or not with what was asked for. */
  readonly failed: number;
  /** What the first of those was answered, shortened. */
  readonly firstFailure?: string;
}

const timeoutSeconds = 10;
const excerptCharacters = 200;

/** Keeps `connections` requests under way for some seconds. */
export async function driveLoad(
  target: LoadTarget,
  { seconds, connections }: { readonly seconds: number; readonly connections: number },
): Promise<LoadResult> {
  let wrong = 0;
  let firstFailure: string | undefined;
  let current = target.nextBody();
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>();
  const instance = autocannon(
    {
      url: target.url,
      method: "POST",
      headers: { "content-type": "application/json", authorization: target.authorization },
      connections,
      duration: seconds,
      timeout: timeoutSeconds,
      requests: [
        {
          setupRequest: (request) => {
            const next = target.nextBody();
            if (next === undefined) instance?.stop();
            else current = next;
            return { ...request, body: current };
          },
        },
      ],
      verifyBody: (body) => {
        const text = String(body);
        const isRight = text.startsWith('{"data"') && !text.includes('"errors":[') && !text.includes('"userErrors":[{');
        if (isRight) return true;
        wrong += 1;
        firstFailure ??= text.slice(0, excerptCharacters);
        return false;
      },
    },
    (error: Error | null, result) => (error ? reject(error) : resolve(result)),
  );
  const result = await promise;
  return {
    sent: result.requests.sent,
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: wrong + result.errors + result.timeouts,
    ...(firstFailure !== undefined && { firstFailure }),
  };
}
