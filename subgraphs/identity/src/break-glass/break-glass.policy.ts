import { allRoles, by, Role, type Rule } from "@careconnect/kit";

/** Whoever treats patients may break the glass in an emergency, and whoever runs the organization. */
export const breakTheGlass: Rule = {
  action: "break-glass.start",
  may: by("organization", Role.PROVIDER, Role.NURSE, Role.ADMIN),
};

/** Whoever broke the glass gives their access back. The service narrows it to the viewer's own. */
export const endBrokenGlass: Rule = {
  action: "break-glass.end",
  may: by("organization", Role.PROVIDER, Role.NURSE, Role.ADMIN),
};

/** Everybody sees which emergency access they have. The service narrows it to the viewer's own. */
export const readOwnAccesses: Rule = { action: "break-glass.own.read", may: by("organization", ...allRoles) };

/** Every emergency access is looked at afterwards, by an administrator. */
export const reviewBrokenGlass: Rule = { action: "break-glass.review", may: by("organization", Role.ADMIN) };
