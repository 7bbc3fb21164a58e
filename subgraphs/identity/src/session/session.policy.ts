import { allRoles, by, type Rule } from "@careconnect/kit";

/** Everybody sees where they are signed in. The service narrows it to the viewer's own. */
export const readSessions: Rule = { action: "session.read", may: by("organization", ...allRoles) };

/** Everybody ends their own sign-ins. The service narrows it to the viewer's own. */
export const endSessions: Rule = { action: "session.revoke", may: by("organization", ...allRoles) };
