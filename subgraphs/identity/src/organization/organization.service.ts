import { assertMay, type RequestContext } from "@careconnect/kit";
import { OrganizationRow } from "./organization.entity.ts";
import { readOwnOrganization } from "./organization.policy.ts";

/** The organization in which the viewer acts; null when it is not one of this database. */
export async function readViewerOrganization(context: RequestContext): Promise<OrganizationRow | null> {
  assertMay(context, readOwnOrganization);
  return context.em.fork().findOne(OrganizationRow, { id: context.viewer.organizationId });
}
