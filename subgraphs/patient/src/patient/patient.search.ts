import {
  blindIndexesOf,
  isOrganizationWide,
  namedBy,
  namedClosely,
  namedLike,
  type RequestContext,
  reachOf,
  searchedWords,
  startsWith,
  type Viewer,
} from "@careconnect/kit";
import { raw } from "@mikro-orm/postgresql";
import { readCoverages } from "../coverage/coverage.policy.ts";
import { normalizeMemberNumber } from "../coverage/coverage.schema.ts";
import { throughRecords } from "../merge/merged.search.ts";
import { normalizeEmail, normalizePhone } from "./patient.contact.ts";
import { PatientRow } from "./patient.entity.ts";

/** Numbers and addresses are found exactly or not at all. */
const isNoName = /[\d@]/;

/**
 * Whom `search` finds among the patients that `narrowed` leaves: those whom it names, when there are none those of whom
 * each word is one slip away, and when there are none those with a name like it. Only whom the viewer may see decides which of these it
 * is, so that it tells nobody of anybody else.
 */
export async function searched(
  { em, viewer }: RequestContext,
  search: string,
  narrowed: readonly object[],
): Promise<object> {
  const words = searchedWords(search);
  if (words.length === 0) return {};
  const { organizationId } = viewer;
  const through = (found: object) => throughRecords(em.fork(), organizationId, found);
  const exactly = await through(foundBy(search, viewer));
  if (isNoName.test(search)) return exactly;
  const finds = async (condition: object) =>
    (await em.fork().findOne(PatientRow, { $and: [...narrowed, condition] } as never, { fields: ["id"] })) !== null;
  if (await finds(exactly)) return exactly;
  const closely = await through(namedClosely(words));
  return (await finds(closely)) ? closely : through(namedLike(words));
}

/** Whoever was not erased. */
export function notErased(organizationId: string): object {
  const erased = raw("any(array(select patient_id from erased_patient where organization_id = ?))", [organizationId]);
  return { $not: { id: { $eq: erased } } };
}

/** Every word starts a word of the name ({@link namedBy}); or the whole is the start of the MRN, or exactly the e-mail, the phone or a member number. */
export function foundBy(search: string, viewer: Viewer): object {
  const { organizationId } = viewer;
  return {
    $or: [
      namedBy(searchedWords(search)),
      { mrn: { $like: startsWith(search.trim()) } },
      { emailIndex: { $in: blindIndexesOf(normalizeEmail(search), "patient.email", organizationId) } },
      { phoneIndex: { $in: blindIndexesOf(normalizePhone(search), "patient.phone", organizationId) } },
      ...(isOrganizationWide(reachOf(viewer, readCoverages)) ? [coveredBy(search, organizationId)] : []),
    ],
  };
}

/** Who has a coverage with this member number: looked up once, so that the other ways keep their indexes. */
function coveredBy(memberNumber: string, organizationId: string): object {
  const indexes = blindIndexesOf(normalizeMemberNumber(memberNumber), "coverage.member_number", organizationId);
  const covered = raw(
    `any(array(select patient_id from coverage where organization_id = ? and member_number_index = any(?::text[])))`,
    [organizationId, `{${indexes.map((index) => JSON.stringify(index)).join(",")}}`],
  );
  return { id: { $eq: covered } };
}
