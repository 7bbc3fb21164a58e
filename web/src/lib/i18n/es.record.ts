import type { CatalogueLike } from "./catalogue.ts";
import type { record as english } from "./en.record.ts";
import { recordAccess } from "./es.record-access.ts";
import { recordCare } from "./es.record-care.ts";
import { recordPapers } from "./es.record-papers.ts";
import { recordPerson } from "./es.record-person.ts";

/** What `en.record.ts` says, in Spanish. */
export const record: CatalogueLike<typeof english> = {
  ...recordPerson,
  ...recordCare,
  ...recordPapers,
  ...recordAccess,
};
