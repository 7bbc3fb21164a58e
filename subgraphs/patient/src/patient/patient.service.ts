import {
  assertMay,
  BadUserInputError,
  blindIndexesOf,
  type Connection,
  connectionOf,
  fold,
  isOrganizationWide,
  knownUuid,
  type OrderBy,
  type PageArgs,
  type RequestContext,
  reachOf,
  startsWith,
  type Viewer,
} from "@careconnect/kit";
import { raw } from "@mikro-orm/postgresql";
import { readCoverages } from "../coverage/coverage.policy.ts";
import { normalizeMemberNumber } from "../coverage/coverage.schema.ts";
import { normalizeEmail, normalizePhone } from "./patient.contact.ts";
import { PatientRow } from "./patient.entity.ts";
import { patientById } from "./patient.loader.ts";
import { patientsWithin, readPatients } from "./patient.policy.ts";
import { type PatientFilter, PatientOrder } from "./patient.type.ts";

/** One patient; null when there is none or the viewer may not see it. */
export async function readPatient(context: RequestContext, id: string): Promise<PatientRow | null> {
  assertMay(context, readPatients);
  return patientById(context).load(knownUuid(id));
}

/** The patients whom the viewer may see, narrowed by `filter`. */
export function listPatients(
  context: RequestContext,
  page: PageArgs,
  filter: PatientFilter | null | undefined,
  orderBy: PatientOrder | null | undefined,
): Connection<PatientRow> {
  const reach = assertMay(context, readPatients);
  return connectionOf(context, PatientRow, {
    name: "patients",
    where: { $and: [patientsWithin(reach), ...filterConditions(filter ?? {}, context.viewer)] },
    orderBy: orders[orderBy ?? PatientOrder.NAME_ASC],
    page,
    audit: { action: "patient.list", entityType: "Patient" },
  });
}

const orders: Readonly<Record<PatientOrder, OrderBy<PatientRow>>> = {
  NAME_ASC: [
    ["familyName", "asc"],
    ["givenName", "asc"],
    ["id", "asc"],
  ],
  NAME_DESC: [
    ["familyName", "desc"],
    ["givenName", "desc"],
    ["id", "desc"],
  ],
  MRN_ASC: [
    ["mrn", "asc"],
    ["id", "asc"],
  ],
  MRN_DESC: [
    ["mrn", "desc"],
    ["id", "desc"],
  ],
  BIRTH_DATE_ASC: [
    ["birthDate", "asc"],
    ["id", "asc"],
  ],
  BIRTH_DATE_DESC: [
    ["birthDate", "desc"],
    ["id", "desc"],
  ],
};

function filterConditions(filter: PatientFilter, viewer: Viewer): object[] {
  return [
    filter.archived == null ? {} : { archivedAt: filter.archived ? { $ne: null } : null },
    filter.birthDate == null ? {} : { birthDate: filter.birthDate },
    filter.externalId == null ? {} : { externalId: filter.externalId },
    filter.search == null ? {} : searchCondition(filter.search, viewer),
  ];
}

const longestSearch = 100;

/** Every word starts the given or family name; or the whole is the start of the MRN, or exactly the e-mail, the phone or a member number. */
export function searchCondition(search: string, viewer: Viewer): object {
  const { organizationId } = viewer;
  if (search.length > longestSearch) {
    throw new BadUserInputError(`Search for ${longestSearch} characters at most.`, ["filter", "search"]);
  }
  const words = fold(search).split(" ").filter(Boolean);
  if (words.length === 0) return {};
  const named = words.map((word) => ({
    $or: [{ givenNameFolded: { $like: startsWith(word) } }, { familyNameFolded: { $like: startsWith(word) } }],
  }));
  return {
    $or: [
      { $and: named },
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
