import { assertMay, ownRecordsOf, type RequestContext } from "@careconnect/kit";
import { UserRow } from "../user/user.entity.ts";
import { readViewer } from "./viewer.policy.ts";
import type { Viewer } from "./viewer.type.ts";

/**
 * The viewer. What they may do comes from the token, since it decides until it expires; names come from the account,
 * and are null when there is none.
 */
export async function describeViewer(context: RequestContext): Promise<Viewer> {
  assertMay(context, readViewer);
  const { userId, roles, providerId } = context.viewer;
  const [patientId] = ownRecordsOf(context.viewer);
  const user = await context.em.fork().findOne(UserRow, { id: userId });
  return {
    id: userId,
    displayName: user?.displayName ?? null,
    email: user?.email ?? null,
    roles: [...roles],
    patient: patientId === undefined ? null : { id: patientId },
    provider: providerId === undefined ? null : { id: providerId },
  };
}
