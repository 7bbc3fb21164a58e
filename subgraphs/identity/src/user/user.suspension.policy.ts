import { by, Role, type Rule } from "@careconnect/kit";

/** Who may not come in any more is the administrator's decision. */
export const suspendUsers: Rule = { action: "user.suspend", may: by("organization", Role.ADMIN) };
