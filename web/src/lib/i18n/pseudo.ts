const letters = new Map(
  [..."aeioucnsyACEINOSUY"].map((letter, at) => [letter, [..."áéíöûçñšýÅÇÉÎÑÖŠÛÝ"][at] ?? letter]),
);

/** A catalogue as no language has it: each text marked, with accents, and a third longer. */
export function pseudo(catalogue: object): object {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === "string" ? marked(value) : pseudo(value as object),
    ]),
  );
}

function marked(text: string): string {
  // What is filled in keeps its name.
  const accented = text.replace(/\{\{[^}]*\}\}|[A-Za-z]/g, (found) => letters.get(found) ?? found);
  return `⟦${accented}${"·".repeat(Math.ceil(text.length / 3))}⟧`;
}
