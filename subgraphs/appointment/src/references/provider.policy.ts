import { appointmentScopes, by, clinicRoles, Role, type Rule } from "@careconnect/kit";

/** The directory is no patient data: whoever looks for a visit may name its provider. */
export const referToProviders: Rule = {
  action: "provider.refer",
  may: by("organization", ...clinicRoles, Role.PATIENT),
  delegated: [...appointmentScopes, "directory.read"],
};
