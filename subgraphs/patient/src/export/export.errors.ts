import type { ErrorDefinition, UserError } from "@careconnect/kit";
import { oneLiveExport } from "./patient-export.entity.ts";

/** What the commands of exports refuse. */
export const exportErrors: readonly ErrorDefinition[] = [
  {
    code: "EXPORT_UNDER_WAY",
    meaning: "an export of this patient's data is under way already",
    remedy: "wait for its end, or find it in `patientExports`",
  },
];

/** What the database refuses, and how the caller is told. */
export const exportConflicts: Readonly<Record<string, UserError>> = {
  [oneLiveExport]: {
    code: "EXPORT_UNDER_WAY",
    field: ["patientId"],
    message: "An export of this patient's data is under way already: wait for its end.",
  },
};
