import { by, isOrganizationWide, type Reach, Role, type Rule, rowsWithin, type Viewer } from "@careconnect/kit";

/**
 * A rating with who wrote it is for the patient who did, and for administration. What the directory shows of it is in
 * `readProviders`.
 */
export const readRatings: Rule = {
  action: "rating.read",
  may: { ...by("organization", Role.ADMIN, Role.STAFF), PATIENT: "self" },
  subjectTo: ["location"],
};

/** A visit is rated by whoever had it, and by nobody for them. */
export const rateProviders: Rule = {
  action: "rating.create",
  may: { PATIENT: "self" },
  subjectTo: ["location"],
};

/** As with {@link rateProviders}. */
export const changeRatings: Rule = {
  action: "rating.update",
  may: { PATIENT: "self" },
  subjectTo: ["location"],
};

/** What is shown, administration decides. */
export const moderateRatings: Rule = {
  action: "rating.moderate",
  may: by("organization", Role.ADMIN, Role.STAFF),
  subjectTo: ["location"],
};

/** The ratings within `reach`. Who is a provider, too, neither reads nor decides what is said of themselves. */
export function ratingsWithin(reach: Reach, { providerId }: Partial<Pick<Viewer, "providerId">>): object {
  const within = rowsWithin(reach, { patient: "patientId" });
  return isOrganizationWide(reach) && providerId !== undefined
    ? { $and: [within, { providerId: { $ne: providerId } }] }
    : within;
}
