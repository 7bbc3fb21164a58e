import { importedId, Role } from "@careconnect/kit";
import type { TestViewer } from "@careconnect/kit/testing";

export const organizationId = "0199a000-0000-7000-8000-000000000001";
export const admin: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
export const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
export const stranger: TestViewer = {
  organizationId: "0199a000-0000-7000-8000-000000000002",
  roles: [Role.ADMIN],
  scope: "graphql import",
};

export const patientId = (externalId: string) => importedId(organizationId, "patient", externalId);
export const providerId = (externalId: string) => importedId(organizationId, "provider", externalId);
export const appointmentId = (externalId: string) => importedId(organizationId, "appointment", externalId);

/** The user who is the imported patient `externalId`. */
export function patientUser(externalId: string): TestViewer {
  return { organizationId, roles: [Role.PATIENT], patientId: patientId(externalId) };
}

/** An instant so many hours from now, as an import row has it. */
export function hoursFromNow(hours: number): string {
  return new Date(Date.now() + hours * 60 * 60 * 1_000).toISOString();
}

const tomorrow = Date.parse(hoursFromNow(24));
const halfHours = new Map<string, number>();

/** A start for each externalId, the same every time, so that visits do not stand in each other's way. */
function startOf(externalId: string): string {
  const index = halfHours.get(externalId) ?? halfHours.size;
  halfHours.set(externalId, index);
  return new Date(tomorrow + index * 30 * 60_000).toISOString();
}

/** An import row for a visit of half an hour, booked for a time of its own from tomorrow on unless told. */
export function visit(externalId: string, row: Record<string, unknown> = {}): Record<string, unknown> {
  const startsAt = String(row.startsAt ?? startOf(externalId));
  return {
    externalId,
    patientExternalId: "p-1",
    providerExternalId: "d-1",
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + 30 * 60 * 1_000).toISOString(),
    visitType: "IN_PERSON",
    status: "BOOKED",
    ...row,
  };
}
