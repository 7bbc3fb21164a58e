import type { Rule } from "@careconnect/kit";
import { readPatients } from "../patient/patient.policy.ts";

/** Whoever sees the patient; but the others never let a partner's application know of them. */
export const readEmergencyContacts: Rule = { ...readPatients, delegated: [] };
