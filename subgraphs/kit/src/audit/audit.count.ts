import type { RequestContext } from "../graphql/request.context.ts";
import { knownUuid } from "../persistence/uuid.ts";
import { isOrganizationWide, isSelfAlone, type Reach } from "../policy/reach.ts";

/** What was counted: as what it is audited, how far the viewer reached, and what they asked for. */
interface Count {
  readonly action: string;
  readonly entityType: string;
  readonly reach: Reach;
  /** Its `patientId`, if it has one, is whose they were. */
  readonly filter: object | null | undefined;
}

/**
 * Notes that the viewer read how many there are, of a patient or of a search: it answers whether somebody is there. How many
 * there are in all of the organization tells of nobody.
 */
export function auditCount(
  { audit, viewer }: Pick<RequestContext, "audit" | "viewer">,
  { action, entityType, reach, filter }: Count,
): void {
  const asked = Object.entries(filter ?? {}).filter(([, value]) => value != null);
  const patientId = isSelfAlone(reach) ? viewer.patientId : Object.fromEntries(asked).patientId;
  if (patientId) audit.read({ action, entityType: "Patient", records: [{ id: knownUuid(patientId) }] });
  else if (!isOrganizationWide(reach) || asked.length > 0) audit.counted({ action, entityType });
}
