import { randomUUID } from "node:crypto";
import { boundEntityManager, CareVisit, Role } from "@careconnect/kit";
import type { TestSubgraph, TestViewer } from "@careconnect/kit/testing";

export const organizationId = "0199a000-0000-7000-8000-000000000001";
export const admin: TestViewer = { organizationId, roles: [Role.ADMIN] };
export const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
export const nurse: TestViewer = { organizationId, roles: [Role.NURSE] };
export const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.ADMIN] };

type Asking = Pick<TestSubgraph, "query">;

/** Gives a command that must be answered in its payload, and answers with that. */
export async function give(
  { query }: Asking,
  viewer: TestViewer,
  mutation: string,
  selection: string,
  input: object,
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its selection, which a test knows
): Promise<any> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await query(
    viewer,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} userErrors { code field message } } }`,
    { input },
  );
  if (errors) throw new Error(`${mutation} answered ${JSON.stringify(errors)}`);
  return data[mutation];
}

export interface Record {
  readonly id: string;
  readonly mrn: string;
  readonly version: number;
}

/** A new record of somebody. */
export async function register(patients: Asking, facts: object = {}): Promise<Record> {
  const input = { givenName: "Zoë", familyName: "Ångström", birthDate: "1984-02-29", ...facts };
  return (await give(patients, staff, "registerPatient", "patient { id mrn version }", input)).patient;
}

export interface MergeAnswer {
  readonly patient: Record | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[]; readonly message: string }[];
}

export function merge(patients: Asking, input: object, viewer: TestViewer = admin): Promise<MergeAnswer> {
  const selection = "patient { id mrn version }";
  return give(patients, viewer, "mergePatients", selection, { reason: "The same passport", ...input });
}

export function undo(patients: Asking, id: string, viewer: TestViewer = admin): Promise<MergeAnswer> {
  return give(patients, viewer, "undoPatientMerge", "patient { id mrn version }", { id, reason: "Twins" });
}

/** `done`, or the code of the refusal and the field that it names. */
export function outcomeOf({ userErrors: [error] }: MergeAnswer): string {
  return error ? `${error.code} ${error.field.join(".")}` : "done";
}

/** A visit of half an hour that the appointment subgraph told of. */
export async function visit(
  { orm }: Pick<TestSubgraph, "orm">,
  patientId: string,
  facts: Partial<CareVisit> & { readonly minutes?: number } = {},
): Promise<string> {
  const { minutes = 0, ...row } = facts;
  const startsAt = new Date(Date.parse("2030-01-07T09:00:00Z") + minutes * 60_000);
  const appointmentId = randomUUID();
  const em = boundEntityManager(orm, organizationId);
  em.create(CareVisit, {
    ...{ organizationId, appointmentId, patientId, providerId: randomUUID(), status: "BOOKED", aggregateVersion: 1 },
    ...{ startsAt, endsAt: new Date(startsAt.getTime() + 30 * 60_000) },
    ...row,
  });
  await em.flush();
  return appointmentId;
}
