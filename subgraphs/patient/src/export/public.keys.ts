import { ConfigurationError, type PublicSignatureKey } from "@careconnect/kit";

const timeout = 10_000;

/**
 * The public keys with which the system at `address` signs exports and certificates.
 * @throws ConfigurationError when it tells none
 */
export async function publicKeysOf(address: string): Promise<PublicSignatureKey[]> {
  const url = new URL("/files/export-keys", address);
  const response = await fetch(url, { signal: AbortSignal.timeout(timeout) }).catch((cause: unknown) => {
    throw new ConfigurationError(`Nothing answers at ${url.origin}: start the system, or say at which address it is.`, {
      cause,
    });
  });
  if (!response.ok)
    throw new ConfigurationError(`${url.origin} does not tell its keys: it answered with status ${response.status}.`);
  return ((await response.json()) as { keys: PublicSignatureKey[] }).keys;
}
