import { z } from "zod";
import { seal, unseal } from "../sensitive/keyring.ts";
import type { VerifiedToken } from "./token.verifier.ts";
import { Role } from "./viewer.ts";

/**
 * A link that stands for a token where none can be sent, as when a browser fetches a file: whoever has it may do the one
 * thing that it says, as far as its holder still may when it is used, and as long as their token was not revoked.
 */
export interface ViewerLink<Said> {
  /** The last part of the link's address. All that it says is sealed: it tells nothing to whoever sees it. */
  seal(said: Said, issued: VerifiedToken | undefined, until: Date): string;
  /** What a link says, and with which token it was given; null for what is none of ours, or good no more. */
  open(sealed: string): { readonly said: Said; readonly issued: VerifiedToken } | null;
}

/** The longest that a link may be good, in milliseconds: what was revoked is remembered for so long. */
export const longestLink = 600_000;

const given = z.object({
  viewer: z.object({
    userId: z.uuid(),
    organizationId: z.uuid(),
    roles: z.array(z.enum(Role)),
    scopes: z.array(z.string()).transform((scopes) => new Set(scopes)),
    sessionId: z.string().optional(),
    clientId: z.string().optional(),
    patientId: z.uuid().optional(),
    providerId: z.uuid().optional(),
    breakGlass: z.array(z.object({ patientId: z.uuid(), until: z.coerce.date() })),
  }),
  userId: z.string(),
  sessionId: z.string().optional(),
  clientId: z.string().optional(),
  issuedAt: z.number(),
  expiresAt: z.number(),
});

/** @param purpose what keeps its links apart from all others, e.g. `document.link` */
export function defineLink<Said extends Record<string, unknown>>(
  purpose: string,
  said: z.ZodType<Said>,
): ViewerLink<Said> {
  const link = z.object({ said, issued: given, until: z.coerce.date() });
  return {
    seal(said, issued, until) {
      if (!issued) throw new Error("A link is given to whoever came with a token.");
      if (until.getTime() > Date.now() + longestLink) throw new Error("A link is not good for so long.");
      const { viewer, ...token } = issued;
      const holder = { ...viewer, scopes: [...viewer.scopes] };
      return seal(JSON.stringify({ said, issued: { ...token, viewer: holder }, until }), purpose);
    },
    open(sealed) {
      const opened = link.safeParse(unsealed(sealed, purpose));
      if (!opened.success || opened.data.until <= new Date()) return null;
      const { said, issued } = opened.data;
      const { patientId, providerId } = issued.viewer;
      return {
        said,
        issued: { ...issued, sessionId: issued.sessionId, viewer: { ...issued.viewer, patientId, providerId } },
      };
    },
  };
}

function unsealed(sealed: string, purpose: string): unknown {
  try {
    return JSON.parse(unseal(sealed, purpose));
  } catch {
    return undefined;
  }
}
