import type { UserRow } from "../user/user.entity.ts";

/** What an access token says of the person whose it is. */
export function userClaims(user: Pick<UserRow, "organizationId" | "roles" | "patientId" | "providerId">) {
  return {
    org: user.organizationId,
    roles: [...user.roles],
    ...(user.patientId && { patient_id: user.patientId }),
    ...(user.providerId && { provider_id: user.providerId }),
  };
}
