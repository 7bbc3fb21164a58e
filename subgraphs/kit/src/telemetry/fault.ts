/** What a log may say of an error: its kind and place. */
export interface Fault {
  readonly name: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly at?: readonly string[];
}

/** Describes an error without its message, which may quote a row's values. */
export function describeFault(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  const at = error.stack
    ?.split("\n")
    .filter((line) => line.trimStart().startsWith("at "))
    .slice(0, 8)
    .map((line) => line.trim());
  return {
    name: error.name,
    ...(typeof code === "string" && { code }),
    ...(typeof constraint === "string" && { constraint }),
    ...(at && { at }),
  };
}
