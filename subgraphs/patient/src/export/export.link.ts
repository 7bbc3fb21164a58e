import { apiScope, Role, seal, unseal, type Viewer } from "@careconnect/kit";
import { z } from "zod";
import { exportSettings } from "./export.settings.ts";

const purpose = "patient.export.link";

/** For so long a link is good, in milliseconds; each time that it is asked for there is another one. */
const lifetime = 5 * 60_000;

const sealedLink = z.object({
  exportId: z.uuid(),
  userId: z.uuid(),
  organizationId: z.uuid(),
  roles: z.array(z.enum(Role)),
  patientId: z.uuid().optional(),
  expiresAt: z.coerce.date(),
});

/** What a link says when it is opened. */
export interface OpenedLink {
  readonly exportId: string;
  /** Who was given it: what they may do is asked again when they use it. */
  readonly viewer: Viewer;
}

/** Where the archive can be fetched, for some minutes. All that the address says is sealed. */
export function linkToExport(exportId: string, viewer: Viewer): string {
  const { userId, organizationId, roles, patientId } = viewer;
  const said: z.input<typeof sealedLink> = {
    ...{ exportId, userId, organizationId, roles: [...roles], patientId },
    expiresAt: new Date(Date.now() + lifetime).toISOString(),
  };
  return `${exportSettings().origin}/files/exports/${seal(JSON.stringify(said), purpose)}`;
}

/** What a link says; null for what is none of ours, or good no more. */
export function openLink(token: string, now: Date): OpenedLink | null {
  const said = sealedLink.safeParse(unsealed(token));
  if (!said.success || said.data.expiresAt <= now) return null;
  const { exportId, userId, organizationId, roles, patientId } = said.data;
  const viewer: Viewer = {
    ...{ userId, organizationId, roles, patientId, providerId: undefined, breakGlass: [] },
    // No application is given one.
    scopes: new Set([apiScope]),
  };
  return { exportId, viewer };
}

function unsealed(token: string): unknown {
  try {
    return JSON.parse(unseal(token, purpose));
  } catch {
    return undefined;
  }
}
