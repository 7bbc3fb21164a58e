import { Role, seal, unseal, type Viewer } from "@careconnect/kit";
import { z } from "zod";
import { documentSettings } from "./document.settings.ts";

/** What a link lets somebody do with a document's file. */
export type LinkUse = "upload" | "download" | "thumbnail";

const purpose = "document.link";

const sealedViewer = z.object({
  userId: z.uuid(),
  organizationId: z.uuid(),
  roles: z.array(z.enum(Role)),
  scopes: z.array(z.string()),
  clientId: z.string().optional(),
  patientId: z.uuid().optional(),
  providerId: z.uuid().optional(),
  breakGlass: z.array(z.object({ patientId: z.uuid(), until: z.coerce.date() })),
});

const sealedLink = z.object({
  use: z.enum(["upload", "download", "thumbnail"]),
  documentId: z.uuid(),
  viewer: sealedViewer,
  expiresAt: z.coerce.date(),
});

/** What a link says when it is opened. */
export interface OpenedLink {
  readonly use: LinkUse;
  readonly documentId: string;
  /** Who was given it: what they may do is asked again when they use it. */
  readonly viewer: Viewer;
}

/** An address below /files, good until `expiresAt`. All that it says is sealed: it tells nothing to whoever sees it. */
export function linkTo(use: LinkUse, documentId: string, viewer: Viewer, expiresAt: Date): string {
  const { userId, organizationId, roles, scopes, clientId, patientId, providerId, breakGlass } = viewer;
  const said: z.input<typeof sealedLink> = {
    ...{ use, documentId, expiresAt: expiresAt.toISOString() },
    viewer: {
      ...{ userId, organizationId, roles: [...roles], scopes: [...scopes], clientId, patientId, providerId },
      breakGlass: breakGlass.map(({ patientId, until }) => ({ patientId, until: until.toISOString() })),
    },
  };
  return `${documentSettings().origin}/files/${seal(JSON.stringify(said), purpose)}`;
}

/** What a link says; null for what is none of ours, or good no more. */
export function openLink(token: string, now: Date): OpenedLink | null {
  const said = sealedLink.safeParse(unsealed(token));
  if (!said.success || said.data.expiresAt <= now) return null;
  const { use, documentId, viewer } = said.data;
  return {
    ...{ use, documentId },
    viewer: {
      ...viewer,
      scopes: new Set(viewer.scopes),
      clientId: viewer.clientId,
      patientId: viewer.patientId,
      providerId: viewer.providerId,
    },
  };
}

function unsealed(token: string): unknown {
  try {
    return JSON.parse(unseal(token, purpose));
  } catch {
    return undefined;
  }
}
