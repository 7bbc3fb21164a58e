import { by, Role, type Rule } from "@careconnect/kit";

/** Who wants to work here is for whoever decides about it. */
export const readApplications: Rule = {
  action: "provider.application.read",
  may: by("organization", Role.ADMIN, Role.STAFF),
};

/** An applicant has no account here: somebody of administration submits for them, and withdraws. */
export const submitApplications: Rule = {
  action: "provider.application.submit",
  may: by("organization", Role.ADMIN, Role.STAFF),
};

/** Who sees patients here is administration's decision, of somebody else than who submitted the application. */
export const reviewApplications: Rule = {
  action: "provider.application.review",
  may: by("organization", Role.ADMIN, Role.STAFF),
};
