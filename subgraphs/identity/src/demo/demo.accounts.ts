import { importedId, Role } from "@careconnect/kit";
import { v5 as uuidv5 } from "uuid";
import type { OrganizationRow } from "../organization/organization.entity.ts";

/** The password of every demo account: no secret, which is why production refuses to serve beside them. */
export const demoPassword = "careconnect";

const clinic: OrganizationRow = {
  id: "0199a000-0000-7000-8000-000000000001",
  name: "CareConnect Clinic",
  timeZone: "America/New_York",
  currency: "USD",
};

const otherClinic: OrganizationRow = {
  id: "0199a000-0000-7000-8000-000000000002",
  name: "Other Clinic",
  timeZone: "Europe/Berlin",
  currency: "EUR",
};

export const demoOrganizations: readonly OrganizationRow[] = [clinic, otherClinic];

/** Where people may register by themselves in the demo. */
export const selfRegistrationClinic = clinic.id;

export interface DemoAccount {
  readonly id: string;
  readonly organization: OrganizationRow;
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly patientId: string | null;
  readonly providerId: string | null;
}

/** One account for each role of a clinic, and an administrator of another one who must see nothing of it. */
export const demoAccounts: readonly DemoAccount[] = [
  account(clinic, "admin@careconnect.test", "Ada Mitchell", Role.ADMIN),
  account(clinic, "staff@careconnect.test", "Samuel Ortiz", Role.STAFF),
  account(clinic, "nurse@careconnect.test", "Nadia Brooks", Role.NURSE),
  account(clinic, "doctor@careconnect.test", "Dr. Daniel Reyes", Role.PROVIDER, {
    providerId: importedId(clinic.id, "provider", "demo-provider-1"),
  }),
  account(clinic, "patient@careconnect.test", "Paula Jensen", Role.PATIENT, {
    patientId: importedId(clinic.id, "patient", "demo-patient-1"),
  }),
  account(otherClinic, "admin@otherclinic.test", "Otto Lindner", Role.ADMIN),
];

function account(
  organization: OrganizationRow,
  email: string,
  displayName: string,
  role: Role,
  records: { readonly patientId?: string; readonly providerId?: string } = {},
): DemoAccount {
  return {
    // The same in every installation, so that documents and tests can name them.
    id: uuidv5(email, organization.id),
    organization,
    email,
    displayName,
    roles: [role],
    patientId: records.patientId ?? null,
    providerId: records.providerId ?? null,
  };
}
