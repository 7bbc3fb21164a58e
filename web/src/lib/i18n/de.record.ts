import type { CatalogueLike } from "./catalogue.ts";
import { recordAccess } from "./de.record-access.ts";
import { recordCare } from "./de.record-care.ts";
import { recordPapers } from "./de.record-papers.ts";
import { recordPerson } from "./de.record-person.ts";
import type { record as english } from "./en.record.ts";

/** What `en.record.ts` says, in German. */
export const record: CatalogueLike<typeof english> = {
  ...recordPerson,
  ...recordCare,
  ...recordPapers,
  ...recordAccess,
};
