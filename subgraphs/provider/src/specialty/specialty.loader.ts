import { assertMay, defineLoader, inOrderOf } from "@careconnect/kit";
import { SpecialtyRow } from "./specialty.entity.ts";
import { readSpecialties } from "./specialty.policy.ts";

/** Entries of the catalogue by code; null for what is not there. */
export const specialtyByCode = defineLoader<string, SpecialtyRow>(async (context, codes) => {
  assertMay(context, readSpecialties);
  const rows = await context.em.fork().find(SpecialtyRow, { code: { $in: [...codes] } });
  return inOrderOf(codes, rows, ({ code }) => code);
});
