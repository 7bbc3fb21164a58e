import { by, clinicRoles, Role, type Rule } from "@careconnect/kit";

/** The catalogue is no patient data: a patient reads it too, to find a provider. */
export const readSpecialties: Rule = {
  action: "specialty.read",
  may: by("organization", ...clinicRoles, Role.PATIENT),
  delegated: ["directory.read"],
};
