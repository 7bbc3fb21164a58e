import type { Viewer } from "./viewer.ts";

/** Who did what nobody asked for, such as what happens at a set time. No account has this id. */
export const systemUserId = "00000000-0000-7000-8000-000000000000";

/** The system, acting in one organization by itself: no role, so that whatever asks for permission is refused. */
export function systemViewer(organizationId: string): Viewer {
  return {
    userId: systemUserId,
    organizationId,
    roles: [],
    scopes: new Set(),
    patientId: undefined,
    providerId: undefined,
    breakGlass: [],
  };
}
