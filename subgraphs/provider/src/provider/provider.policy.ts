import { by, clinicRoles, Role, type Rule } from "@careconnect/kit";

/** The directory is no patient data: a patient reads it too, to find a provider. */
export const readProviders: Rule = {
  action: "provider.read",
  may: by("organization", ...clinicRoles, Role.PATIENT),
  delegated: ["directory.read"],
};

export const changeProviders: Rule = { action: "provider.update", may: by("organization", Role.ADMIN, Role.STAFF) };

/** Who sees patients here is administration's decision. */
export const registerProviders: Rule = { action: "provider.register", may: by("organization", Role.ADMIN, Role.STAFF) };
