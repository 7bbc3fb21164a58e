import { recordAccess } from "./ar.record-access.ts";
import { recordCare } from "./ar.record-care.ts";
import { recordPapers } from "./ar.record-papers.ts";
import { recordPerson } from "./ar.record-person.ts";
import type { CatalogueLike } from "./catalogue.ts";
import type { record as english } from "./en.record.ts";

/** What `en.record.ts` says, in Arabic. */
export const record: CatalogueLike<typeof english> = {
  ...recordPerson,
  ...recordCare,
  ...recordPapers,
  ...recordAccess,
};
