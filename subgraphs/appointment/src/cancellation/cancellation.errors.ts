import type { ErrorDefinition } from "@careconnect/kit";

/** What is refused of how a visit is called off. */
export const cancellationErrors: readonly ErrorDefinition[] = [
  {
    code: "CLINIC_ONLY",
    meaning: "a patient decided what the clinic decides",
    remedy: "leave the field out, or call the clinic",
  },
];
