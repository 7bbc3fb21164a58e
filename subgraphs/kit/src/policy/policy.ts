import { ForbiddenError } from "../errors/errors.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import { Role, type Viewer } from "../viewer/viewer.ts";
import { isRightPlace } from "./policy.location.ts";
import { apiScope, type DelegatedScope } from "./policy.scopes.ts";
import type { ConsentSubject, Reach, Way } from "./reach.ts";

/**
 * How whoever asks is related to what they want to reach:
 * - `organization`: it belongs to the organization in which they act
 * - `self`: it is about the patient that they are
 * - `own`: it belongs to the provider that they are
 * - `care`: it is about a patient whom the provider that they are sees, saw lately or will see soon
 * - `grant`: it is about a patient to whom they were given access until some time
 * - `breakGlass`: it is about a patient to whom they gave themselves access, in an emergency and for minutes
 */
export type Relation = "organization" | "self" | "own" | "care" | "grant" | "breakGlass";

/**
 * What a rule may be subject to beside role and relation, except for what is about oneself: `consent`, that the patient did
 * not refuse it to the provider or to applications of others, and `location`, that it may be done from where the viewer is.
 */
export type Condition = "consent" | "location";

/** One permission, written as data in an area's `*.policy.ts`. Whatever it does not grant is refused. */
export interface Rule {
  /** What is done, as it appears in the audit log, e.g. `patient.read`. */
  readonly action: string;
  /** By which relations each role may do it; a role that is not there may not. */
  readonly may: Readonly<Partial<Record<Role, Relation | readonly Relation[]>>>;
  /** A token scope that is needed on top of the role, instead of the one for all of GraphQL. */
  readonly scope?: string;
  /** The scopes by each of which a partner's application may do it for a person who may; without any, none may. */
  readonly delegated?: readonly DelegatedScope[];
  /** What has to hold beside role and relation. */
  readonly subjectTo?: readonly Condition[];
}

/** The same relation for each of `roles`. */
export function by<Relations extends Relation | readonly Relation[]>(
  relations: Relations,
  ...roles: readonly Role[]
): Partial<Record<Role, Relations>> {
  return Object.fromEntries(roles.map((role) => [role, relations])) as Partial<Record<Role, Relations>>;
}

/** The roles whose work is with all patients of the organization; a provider's is with those in their care. */
export const organizationRoles = [Role.ADMIN, Role.STAFF, Role.NURSE] as const;

/** The roles that work in the clinic. */
export const clinicRoles = [Role.ADMIN, Role.STAFF, Role.NURSE, Role.PROVIDER] as const;

/** Whatever role one has in the organization. */
export const allRoles = Object.values(Role);

/** How far `rule` lets the viewer reach: nowhere when there is no way. What a field of a record shows is decided by this. */
export function reachOf(viewer: Viewer, rule: Rule): Reach {
  if (!isWithinScope(viewer, rule)) return [];
  const relations = new Set(viewer.roles.flatMap((role) => rule.may[role] ?? []));
  const ways = [...relations]
    .flatMap((relation) => waysBy(relation, viewer))
    .map((way) => withConsent(way, viewer, rule))
    .map((way) => withoutRestricted(way, viewer));
  if (isRightPlace(rule, viewer)) return ways;
  return ways.filter(({ relation }) => relation === "self");
}

/** Whether the token is for what `rule` is about: a person's own is for everything, an application's for what they let it do. */
function isWithinScope({ scopes }: Viewer, { scope = apiScope, delegated = [] }: Rule): boolean {
  return scopes.has(scope) || delegated.some((named) => scopes.has(named));
}

/** The way, without those patients who refused what it needs, if the rule is subject to that. */
function withConsent(way: Way, viewer: Viewer, rule: Rule): Way {
  if (!rule.subjectTo?.includes("consent")) return way;
  const refused: ConsentSubject[] = [];
  if (way.relation === "care" || way.relation === "grant")
    refused.push({ scope: "PROVIDER_ACCESS", subject: way.providerId });
  // An emergency asks nobody, and what is one's own one shares oneself.
  const isShared = way.relation !== "self" && way.relation !== "breakGlass";
  if (isShared && !viewer.scopes.has(rule.scope ?? apiScope))
    refused.push({ scope: "DATA_SHARING", subject: "APPLICATIONS" });
  return refused.length === 0 ? way : { ...way, refusals: { organizationId: viewer.organizationId, refused } };
}

/** The way, without the records that are kept and not used. */
function withoutRestricted(way: Way, { restricted }: Viewer): Way {
  return restricted && way.relation !== "self" ? { ...way, restricted } : way;
}

function waysBy(relation: Relation, viewer: Viewer): Way[] {
  const { organizationId, providerId } = viewer;
  switch (relation) {
    case "organization":
      return [{ relation }];
    case "self": {
      const patientIds = ownRecordsOf(viewer);
      return patientIds.length === 0 ? [] : [{ relation, patientIds }];
    }
    case "own":
      return providerId === undefined ? [] : [{ relation, providerId }];
    case "care":
    case "grant":
      return providerId === undefined ? [] : [{ relation, organizationId, providerId }];
    case "breakGlass": {
      const patientIds = brokenGlassOf(viewer);
      return patientIds.length === 0 ? [] : [{ relation, patientIds }];
    }
  }
}

/** The records of the patient that the viewer is; none for who is none. */
export function ownRecordsOf({ patientId, patientIds }: Viewer): readonly string[] {
  return patientIds ?? (patientId === undefined ? [] : [patientId]);
}

/** The patients to whom the viewer has emergency access now. */
export function brokenGlassOf(viewer: Viewer): string[] {
  const now = new Date();
  return viewer.breakGlass.filter(({ until }) => until > now).map(({ patientId }) => patientId);
}

/**
 * The first statement of every service method: answers how far the viewer may reach, or refuses and records the denial.
 * @throws ForbiddenError
 */
export function assertMay(context: Pick<RequestContext, "viewer" | "audit">, rule: Rule): Reach {
  const reach = reachOf(context.viewer, rule);
  if (reach.length > 0) return reach;
  context.audit.denied(rule.action);
  throw new ForbiddenError();
}
