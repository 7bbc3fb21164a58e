import { assertMay, type RequestContext } from "@careconnect/kit";
import { UserRow } from "./user.entity.ts";
import { suspendUsers } from "./user.suspension.policy.ts";

/** A user whose account the viewer has just suspended or opened again. */
export async function readSuspension(context: RequestContext, id: string): Promise<UserRow | null> {
  assertMay(context, suspendUsers);
  return context.em.fork().findOne(UserRow, { id });
}
