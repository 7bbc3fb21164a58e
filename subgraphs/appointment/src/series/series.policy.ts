import { by, organizationRoles, type Rule } from "@careconnect/kit";

/** Many visits at once are the clinic's to give; a provider gives them to those in their care. */
export const bookSeries: Rule = {
  action: "appointment.series.book",
  may: { ...by("organization", ...organizationRoles), PROVIDER: "care" },
  subjectTo: ["consent", "location"],
};

/** As with one visit. */
export const changeSeries: Rule = {
  action: "appointment.series.change",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["own", "care", "grant"] },
  subjectTo: ["consent", "location"],
};

/** As with one visit. */
export const cancelSeries: Rule = {
  action: "appointment.series.cancel",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["own", "care", "grant"] },
  subjectTo: ["consent", "location"],
};
