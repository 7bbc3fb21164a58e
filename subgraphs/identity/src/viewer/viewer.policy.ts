import { Role, type Rule } from "@careconnect/kit";

/** Whoever has a valid token sees themselves. */
export const readViewer: Rule = { action: "viewer.read", organization: Object.values(Role) };
