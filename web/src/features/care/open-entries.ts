/** What is so now before what is over, the latest of each first. */
export function openFirst<Entry extends { readonly status: string }>(
  entries: readonly Entry[],
  since: (entry: Entry) => string | null,
): readonly Entry[] {
  const isOpen = ({ status }: Entry) => Number(status === "ACTIVE");
  return entries.toSorted(
    (left, right) => isOpen(right) - isOpen(left) || (since(right) ?? "").localeCompare(since(left) ?? ""),
  );
}
