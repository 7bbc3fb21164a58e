/** What a log may say of an error: its kind and place. Its message may quote a row's values, so it stays out. */
export function describeFault(error: unknown): { name: string; code?: string; constraint?: string; at?: string[] } {
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
