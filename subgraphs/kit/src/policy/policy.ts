import { ForbiddenError } from "../errors/errors.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import { Role } from "../viewer/viewer.ts";

/** The roles that work in the clinic. */
export const clinicRoles = [Role.ADMIN, Role.STAFF, Role.NURSE, Role.PROVIDER] as const;

/** One permission, written as data in an area's `*.policy.ts`. Whatever it does not grant is refused. */
export interface Rule {
  /** What is done, as it appears in the audit log, e.g. `patient.read`. */
  readonly action: string;
  /** Roles that reach everything of their organization. */
  readonly organization: readonly Role[];
  /** Whether a patient reaches their own record and what belongs to it. */
  readonly self?: boolean;
  /** Whether a provider reaches their own record; whoever sets it narrows by the reach of kind `provider`. */
  readonly ownProvider?: boolean;
  /** A token scope that is needed on top of the role. */
  readonly scope?: string;
}

/** How far a permission reaches: the caller narrows its query by it. */
export type Reach =
  | { readonly kind: "organization" }
  | { readonly kind: "self"; readonly patientId: string }
  | { readonly kind: "provider"; readonly providerId: string };

/** How the rows of somebody's own are told from others. */
export interface OwnRows {
  readonly self?: (patientId: string) => object;
  readonly provider?: (providerId: string) => object;
}

/** The condition that narrows a query to `reach`. A reach that the rows have no owner for is a mistake, not an open door. */
export function rowsWithin(reach: Reach, own: OwnRows): object {
  if (reach.kind === "organization") return {};
  const condition = reach.kind === "self" ? own.self?.(reach.patientId) : own.provider?.(reach.providerId);
  if (!condition) throw new Error(`These rows have no owner of the kind "${reach.kind}".`);
  return condition;
}

/** Whether what belongs to this patient is within `reach`. */
export function reachesPatient(reach: Reach, patientId: string): boolean {
  return reach.kind === "organization" || (reach.kind === "self" && reach.patientId === patientId);
}

/**
 * The first statement of every service method: answers how far the viewer may reach, or refuses and records the denial.
 * @throws ForbiddenError
 */
export function assertMay(context: Pick<RequestContext, "viewer" | "audit">, rule: Rule): Reach {
  const { viewer } = context;
  if (rule.scope === undefined || viewer.scopes.has(rule.scope)) {
    if (viewer.roles.some((role) => rule.organization.includes(role))) return { kind: "organization" };
    if (rule.self && viewer.patientId && viewer.roles.includes(Role.PATIENT)) {
      return { kind: "self", patientId: viewer.patientId };
    }
    if (rule.ownProvider && viewer.providerId && viewer.roles.includes(Role.PROVIDER)) {
      return { kind: "provider", providerId: viewer.providerId };
    }
  }
  context.audit.denied(rule.action);
  throw new ForbiddenError(rule.action);
}
