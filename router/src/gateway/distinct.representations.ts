import type { GraphQLFormattedError } from "graphql";

/** Representations without repetitions, and where each of the original ones stands among them. */
export interface DistinctRepresentations {
  readonly representations: readonly unknown[];
  readonly positions: readonly number[];
}

/** @returns undefined when nothing is repeated */
export function distinctRepresentations(representations: unknown): DistinctRepresentations | undefined {
  if (!Array.isArray(representations) || representations.length < 2) return undefined;
  const known = new Map<string, number>();
  const distinct: unknown[] = [];
  const positions = representations.map((representation: unknown) => {
    // The gateway writes the keys of all representations of a fetch in one order.
    const text = JSON.stringify(representation);
    const position = known.get(text) ?? distinct.push(representation) - 1;
    known.set(text, position);
    return position;
  });
  return distinct.length === representations.length ? undefined : { representations: distinct, positions };
}

/** The entities as they were asked for; each of them an object of its own, because the gateway writes into them. */
export function repeatEntities(entities: readonly unknown[], { positions }: DistinctRepresentations): unknown[] {
  const given = new Set<number>();
  return positions.map((position) => {
    const entity = entities[position];
    if (!given.has(position)) {
      given.add(position);
      return entity;
    }
    return structuredClone(entity);
  });
}

/** An error of an entity is an error of everybody who asked for it. */
export function repeatErrors(
  errors: readonly GraphQLFormattedError[],
  { positions }: DistinctRepresentations,
): GraphQLFormattedError[] {
  return errors.flatMap((error) => {
    const [root, position, ...rest] = error.path ?? [];
    if (root !== "_entities" || typeof position !== "number") return [error];
    return positions.flatMap((own, index) => (own === position ? [{ ...error, path: [root, index, ...rest] }] : []));
  });
}
