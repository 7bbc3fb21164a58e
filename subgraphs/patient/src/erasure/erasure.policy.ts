import { by, Role, type Rule } from "@careconnect/kit";

/** Administrators alone, two of them: what is erased nobody brings back. */
export const requestErasures: Rule = { action: "patient.erasure.request", may: by("organization", Role.ADMIN) };
export const decideErasures: Rule = { action: "patient.erasure.decide", may: by("organization", Role.ADMIN) };
export const readErasures: Rule = { action: "patient.erasure.read", may: by("organization", Role.ADMIN) };
