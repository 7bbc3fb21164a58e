import type { ErrorDefinition } from "@careconnect/kit";

/** What is refused of how a visit is called off. */
export const cancellationErrors: readonly ErrorDefinition[] = [
  {
    code: "CLINIC_ONLY",
    meaning: "a patient, or a partner's application, decided what the clinic decides",
    remedy: "leave the field out, or call the clinic; an application says that it is PATIENT",
  },
];
