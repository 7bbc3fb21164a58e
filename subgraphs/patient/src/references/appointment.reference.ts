import { knownUuid, referenceBy } from "@careconnect/kit";
import { visitWithDocuments } from "../document/document.loader.ts";
import { readDocuments } from "../document/document.policy.ts";

/** An appointment as this subgraph knows one: by its visit; null without one whose documents the viewer may ask for. */
export const resolveAppointment = referenceBy(readDocuments, (context, id) =>
  visitWithDocuments(context).load(knownUuid(id)),
);
