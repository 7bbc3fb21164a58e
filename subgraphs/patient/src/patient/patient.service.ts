import {
  assertMay,
  type Connection,
  connectionOf,
  knownUuid,
  type OrderBy,
  type PageArgs,
  type Reach,
  type RequestContext,
  standingForThemselves,
} from "@careconnect/kit";
import { throughRecords } from "../merge/merged.search.ts";
import { PatientRow } from "./patient.entity.ts";
import { patientById } from "./patient.loader.ts";
import { patientsWithin, readPatients } from "./patient.policy.ts";
import { notErased, searched } from "./patient.search.ts";
import { type PatientFilter, PatientOrder } from "./patient.type.ts";

/** One patient; null when there is none or the viewer may not see it. */
export async function readPatient(context: RequestContext, id: string): Promise<PatientRow | null> {
  assertMay(context, readPatients);
  return patientById(context).load(knownUuid(id));
}

/** The patients whom the viewer may see, narrowed by `filter`. */
export async function listPatients(
  context: RequestContext,
  page: PageArgs,
  filter: PatientFilter | null | undefined,
  orderBy: PatientOrder | null | undefined,
): Promise<Connection<PatientRow>> {
  const reach = assertMay(context, readPatients);
  return connectionOf(context, PatientRow, {
    name: "patients",
    where: await wanted(context, reach, filter ?? {}),
    orderBy: orders[orderBy ?? PatientOrder.NAME_ASC],
    page,
    audit: { action: "patient.list", entityType: "Patient" },
  });
}

/** The condition of the patients within `reach` that `filter` leaves: nobody who was erased, as all of whom are called the same. */
export async function wanted(context: RequestContext, reach: Reach, filter: PatientFilter): Promise<object> {
  const { organizationId } = context.viewer;
  const narrowed = [
    { id: standingForThemselves(organizationId) },
    notErased(organizationId),
    patientsWithin(reach),
    ...(await filterConditions(context, filter)),
  ];
  return { $and: [...narrowed, await searched(context, filter.search ?? "", narrowed)] };
}

export const orders: Readonly<Record<PatientOrder, OrderBy<PatientRow>>> = {
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

async function filterConditions({ em, viewer }: RequestContext, filter: PatientFilter): Promise<object[]> {
  const { externalId } = filter;
  return [
    filter.archived == null ? {} : { archivedAt: filter.archived ? { $ne: null } : null },
    filter.birthDate == null ? {} : { birthDate: filter.birthDate },
    externalId == null ? {} : await throughRecords(em.fork(), viewer.organizationId, { externalId }),
  ];
}
