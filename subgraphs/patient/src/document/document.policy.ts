import { by, organizationRoles, type Reach, Role, type Rule, reachOf, rowsWithin, type Viewer } from "@careconnect/kit";
import { careTables } from "../references/care.tables.ts";
import { DocumentCategory } from "./document.category.ts";

/** Forms, cards and pictures are the front desk's work, too; for the rest it is as with conditions. */
export const readDocuments: Rule = {
  action: "document.read",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["care", "grant", "breakGlass"], PATIENT: "self" },
  subjectTo: ["consent", "location"],
  delegated: ["records.read"],
};

/** Who treats patients sees what was found: the front desk does not need it. */
export const readClinicalDocuments: Rule = {
  action: "document.read",
  may: {
    ...by("organization", Role.ADMIN, Role.NURSE),
    PROVIDER: ["care", "grant", "breakGlass"],
    PATIENT: "self",
  },
  subjectTo: ["consent", "location"],
  delegated: ["records.read"],
};

/** What an emergency opens is to be read, not to be written. Patients bring what they have. */
export const addDocuments: Rule = {
  action: "document.add",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["care", "grant"], PATIENT: "self" },
  subjectTo: ["consent", "location"],
};

/** Whoever treats a patient adds to what is known of them, and the patient. */
export const addClinicalDocuments: Rule = {
  action: "document.add",
  may: { NURSE: "organization", PROVIDER: ["care", "grant"], PATIENT: "self" },
  subjectTo: ["consent", "location"],
};

/** A patient takes back nothing that somebody may have relied on: they ask. */
export const archiveDocuments: Rule = {
  action: "document.archive",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["care", "grant"] },
  subjectTo: ["consent", "location"],
};

/** The same of what the front desk does not see. */
export const archiveClinicalDocuments: Rule = {
  action: "document.archive",
  may: { NURSE: "organization", PROVIDER: ["care", "grant"] },
  subjectTo: ["consent", "location"],
};

const owners = { patient: "patientId", care: careTables };

/** The documents that the viewer reaches, by the rule for all and the one for those that are clinical; null for none at all. */
export function documentsWithin(viewer: Viewer, all: Rule, clinical: Rule): object | null {
  const ways = [
    ...withinReach(reachOf(viewer, all), { category: { $ne: DocumentCategory.CLINICAL } }),
    ...withinReach(reachOf(viewer, clinical), { category: DocumentCategory.CLINICAL }),
  ];
  return ways.length === 0 ? null : { $or: ways };
}

function withinReach(reach: Reach, category: object): object[] {
  return reach.length === 0 ? [] : [{ $and: [category, rowsWithin(reach, owners)] }];
}

/** What the viewer may read. */
export function readableDocuments(viewer: Viewer): object | null {
  return documentsWithin(viewer, readDocuments, readClinicalDocuments);
}

/** The rule by which a document of `category` is added. */
export function ruleToAdd(category: DocumentCategory): Rule {
  return category === DocumentCategory.CLINICAL ? addClinicalDocuments : addDocuments;
}
