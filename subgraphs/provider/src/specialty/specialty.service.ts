import { assertMay, type RequestContext } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { SpecialtyRow } from "./specialty.entity.ts";
import { readSpecialties } from "./specialty.policy.ts";

/** A catalogue is short; whatever fills it with more must not make the answer grow without end. */
const maximumCatalogue = 1_000;

/** The organization's catalogue, by name. */
export function listSpecialties(context: RequestContext): Promise<SpecialtyRow[]> {
  assertMay(context, readSpecialties);
  return listCatalogue(context.em.fork());
}

/** {@link listSpecialties}, for whoever has permission to something that is said by them. */
export function listCatalogue(em: EntityManager): Promise<SpecialtyRow[]> {
  return em.find(SpecialtyRow, {}, { orderBy: [{ name: "asc" }, { code: "asc" }], limit: maximumCatalogue });
}

/** The entries of the catalogue that have one of `codes`, by code. */
export async function findSpecialties(em: EntityManager, codes: readonly string[]): Promise<Map<string, SpecialtyRow>> {
  const rows = await em.find(SpecialtyRow, { code: { $in: [...new Set(codes)] } });
  return new Map(rows.map((row) => [row.code, row]));
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
