import { by, Role, type Rule } from "@careconnect/kit";

/** It is printed on what leaves the house. */
export const readLetterhead: Rule = { action: "letterhead.read", may: by("organization", Role.ADMIN, Role.STAFF) };

export const changeLetterhead: Rule = { action: "letterhead.change", may: by("organization", Role.ADMIN) };
