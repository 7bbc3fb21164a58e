import { apiScope, type Viewer } from "@careconnect/kit";
import type { UserRow } from "./user.entity.ts";

/** The user as the actor of what they do: what their access token says of them, before or without one. */
export function viewerOf(user: Pick<UserRow, "id" | "organizationId" | "roles" | "patientId" | "providerId">): Viewer {
  return {
    userId: user.id,
    organizationId: user.organizationId,
    roles: user.roles,
    scopes: new Set([apiScope]),
    patientId: user.patientId ?? undefined,
    providerId: user.providerId ?? undefined,
    breakGlass: [],
  };
}
