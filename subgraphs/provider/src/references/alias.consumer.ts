import { type ConsumerDefinition, patientAliasHandlers } from "@careconnect/kit";

/** Keeps which records of patients were merged. */
export const aliasConsumer: ConsumerDefinition = { name: "patient-aliases", handles: patientAliasHandlers() };
