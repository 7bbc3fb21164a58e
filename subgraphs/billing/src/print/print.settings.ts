import type { SubgraphConfig } from "@careconnect/kit";

let origin: string | undefined;

/** Links to what is printed lead to the router at the issuer's address, which passes them on to us. */
export function usePrintSettings({ issuer }: Pick<SubgraphConfig, "issuer">): void {
  ({ origin } = new URL(issuer));
}

export function printOrigin(): string {
  if (origin === undefined) throw new Error("Printing is not configured: call usePrintSettings() first.");
  return origin;
}
