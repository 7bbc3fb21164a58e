import { createContext, useContext } from "react";
import type { Role } from "../graphql/graphql.ts";

/** Who is signed in, as every page needs to know it. */
export interface ViewerFacts {
  readonly id: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly organization: {
    readonly id: string;
    readonly name: string;
    readonly timeZone: string;
    readonly currency: string;
  };
  /** The patient record of the account itself, if it has one. */
  readonly patientId: string | null;
  /** The provider whom the account sees patients as, if it is one. */
  readonly providerId: string | null;
  /** What is shown is there by emergency access, which lets one read and change nothing. */
  readonly readsOnly?: boolean;
}

export const ViewerContext = createContext<ViewerFacts | null>(null);

/** The signed-in viewer. Throws outside of the session gate, where there is none. */
export function useViewer(): ViewerFacts {
  const viewer = useContext(ViewerContext);
  if (viewer === null) {
    throw new Error("useViewer is for pages behind the session gate.");
  }
  return viewer;
}

const staffRoles: ReadonlySet<Role> = new Set<Role>(["ADMIN", "STAFF", "NURSE", "PROVIDER"]);

/** Staff see their organization; a patient sees the own record. Whoever is both works as staff. */
export function audienceOf(roles: readonly Role[]): "staff" | "patient" | "none" {
  if (roles.some((role) => staffRoles.has(role))) {
    return "staff";
  }
  return roles.includes("PATIENT") ? "patient" : "none";
}

const organizationRoles: ReadonlySet<Role> = new Set<Role>(["ADMIN", "STAFF", "NURSE"]);
const deskRoles: ReadonlySet<Role> = new Set<Role>(["ADMIN", "STAFF"]);

/** Who works with all of the clinic's patients; a provider with those in their care. */
export function organizationWide(roles: readonly Role[]): boolean {
  return roles.some((role) => organizationRoles.has(role));
}

/** Who keeps the books and the directory: administration and the front desk. */
export function isDesk(roles: readonly Role[]): boolean {
  return roles.some((role) => deskRoles.has(role));
}

/** Whether there are pages for the account: those of a patient are about a record, which it has to be linked to. */
export function hasPages({ roles, patientId }: Pick<ViewerFacts, "roles" | "patientId">): boolean {
  const audience = audienceOf(roles);
  return audience === "staff" || (audience === "patient" && patientId !== null);
}
