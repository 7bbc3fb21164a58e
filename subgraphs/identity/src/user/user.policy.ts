import { by, Role, type Rule } from "@careconnect/kit";

/** Who has an account, and as what, is the administrator's to know. */
export const readUsers: Rule = { action: "user.read", may: by("organization", Role.ADMIN) };

export const changeRoles: Rule = { action: "user.change-roles", may: by("organization", Role.ADMIN) };
