import { registerEnumType } from "type-graphql";

/** What a person or machine is within an organization. */
export enum Role {
  ADMIN = "ADMIN",
  STAFF = "STAFF",
  NURSE = "NURSE",
  PROVIDER = "PROVIDER",
  PATIENT = "PATIENT",
  PARTNER = "PARTNER",
}

registerEnumType(Role, {
  name: "Role",
  description: "What a person or machine may be within an organization.",
  valuesConfig: {
    ADMIN: { description: "Runs the organization: everything, including imports." },
    STAFF: { description: "Front-desk and administrative staff." },
    NURSE: { description: "Nursing staff." },
    PROVIDER: { description: "A clinician who sees patients." },
    PATIENT: { description: "A patient: their own record and what belongs to it." },
    PARTNER: { description: "A machine client of an integrator." },
  },
});

/** Leave to see one patient whom somebody else would have to see: short, for a reason, and announced. */
export interface BreakGlass {
  readonly patientId: string;
  /** Compared each time it is used: the token may outlive it. */
  readonly until: Date;
}

/** Who is asking, as their verified access token says. */
export interface Viewer {
  readonly userId: string;
  readonly organizationId: string;
  readonly roles: readonly Role[];
  readonly scopes: ReadonlySet<string>;
  /** The sign-in that the token belongs to; undefined for a machine, and for whoever acts without a token. */
  readonly sessionId?: string | undefined;
  /** The partner's client that acts, for the user or as itself; undefined for our own clients. */
  readonly clientId?: string | undefined;
  /** The patient record that this user is, if any. */
  readonly patientId: string | undefined;
  /** All records of that patient, where several were merged: the one that stands for them first. Undefined: that one alone. */
  readonly patientIds?: readonly string[] | undefined;
  /** The provider record that this user is, if any. */
  readonly providerId: string | undefined;
  readonly breakGlass: readonly BreakGlass[];
  /** That records are kept from this user, of patients whose processing was restricted. Undefined: there are none. */
  readonly restricted?: Restricted | undefined;
}

/** The records of the patients of an organization whose processing was restricted, but for whoever asks themselves. */
export interface Restricted {
  readonly organizationId: string;
  /** The viewer's own records. */
  readonly but: readonly string[];
}
