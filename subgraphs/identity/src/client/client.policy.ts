import { by, Role, type Rule } from "@careconnect/kit";

/** Which machines of partners may come in is the administrator's decision. */
export const readClients: Rule = { action: "client.read", may: by("organization", Role.ADMIN) };

export const manageClients: Rule = { action: "client.manage", may: by("organization", Role.ADMIN) };
