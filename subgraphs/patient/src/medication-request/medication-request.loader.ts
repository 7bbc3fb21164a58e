import { loaderById } from "@careconnect/kit";
import { MedicationRequestRow } from "./medication-request.entity.ts";
import { medicationRequestsWithin, readMedicationRequests } from "./medication-request.policy.ts";

export const medicationRequestById = loaderById(MedicationRequestRow, {
  ...{ rule: readMedicationRequests, entityType: "MedicationRequest", within: medicationRequestsWithin },
});
