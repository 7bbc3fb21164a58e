import { assertMay, type RequestContext } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { SpecialtyRow } from "./specialty.entity.ts";
import { lockCatalogue } from "./specialty.lock.ts";
import { readSpecialties } from "./specialty.policy.ts";

/** How many entries a catalogue has at most. */
const mostSpecialties = 1_000;

/** The organization's catalogue, by name. */
export function listSpecialties(context: RequestContext): Promise<SpecialtyRow[]> {
  assertMay(context, readSpecialties);
  return listCatalogue(context.em.fork());
}

/** {@link listSpecialties}, for whoever has permission to something that is said by them. */
export function listCatalogue(em: EntityManager): Promise<SpecialtyRow[]> {
  return em.find(SpecialtyRow, {}, { orderBy: [{ name: "asc" }, { code: "asc" }], limit: mostSpecialties });
}

/** The entries of the catalogue that have one of `codes`, by code. */
export async function findSpecialties(em: EntityManager, codes: readonly string[]): Promise<Map<string, SpecialtyRow>> {
  const rows = await em.find(SpecialtyRow, { code: { $in: [...new Set(codes)] } });
  return new Map(rows.map((row) => [row.code, row]));
}

/** Which of `codes` the catalogue neither has nor has room for: in the open transaction, nobody else adds to it from then on. */
export async function codesWithoutRoom(em: EntityManager, codes: readonly string[]): Promise<Set<string>> {
  const known = await findSpecialties(em, codes);
  const wanted = [...new Set(codes)].filter((code) => !known.has(code));
  if (wanted.length === 0) return new Set();
  await lockCatalogue(em);
  const added = await findSpecialties(em, wanted);
  const room = Math.max(0, mostSpecialties - (await em.count(SpecialtyRow)));
  return new Set(wanted.filter((code) => !added.has(code)).slice(room));
}

/**
 * Adds to the catalogue what it lacks and renames what is called otherwise, in the open transaction.
 * Answers with the entries of `wanted` by code; of two with one code the last one names it.
 */
export async function catalogueSpecialties(
  em: EntityManager,
  wanted: readonly { readonly code: string; readonly name: string }[],
): Promise<Map<string, SpecialtyRow>> {
  const names = new Map(wanted.map(({ code, name }) => [code, name]));
  const catalogue = await findSpecialties(em, [...names.keys()]);
  for (const [code, name] of names) {
    const row = catalogue.get(code);
    if (row) row.name = name;
    else catalogue.set(code, em.create(SpecialtyRow, { code, name }));
  }
  return catalogue;
}
