import { type Connection, knownUuid, PageArgs, type RequestContext } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { DocumentRow } from "../document/document.entity.ts";
import { listDocuments } from "../document/document.service.ts";
import { DocumentConnection, DocumentFilter } from "../document/document.type.ts";
import type { MedicationRequestRow } from "../medication-request/medication-request.entity.ts";
import { listMedicationRequests } from "../medication-request/medication-request.service.ts";
import { MedicationRequestConnection, MedicationRequestFilter } from "../medication-request/medication-request.type.ts";
import type { VisitNoteRow } from "../visit-note/visit-note.entity.ts";
import { listVisitNotes } from "../visit-note/visit-note.service.ts";
import { VisitNoteConnection, VisitNoteFilter } from "../visit-note/visit-note.type.ts";
import { Appointment } from "./appointment.type.ts";

@Resolver(() => Appointment)
export class AppointmentResolver {
  @FieldResolver(() => DocumentConnection, {
    nullable: true,
    description: "The documents of the visit, the latest first; null for who may see none.",
  })
  documents(
    @Ctx() context: RequestContext,
    @Root() appointment: Appointment,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => DocumentFilter, { nullable: true, description: "Narrows the list." })
    filter: DocumentFilter | null,
  ): Connection<DocumentRow> | null {
    return listDocuments(context, { key: "appointmentId", id: knownUuid(appointment.id) }, page, filter);
  }

  @FieldResolver(() => MedicationRequestConnection, {
    nullable: true,
    description: "What was prescribed in the visit, the latest first; null for who may not see it.",
  })
  medicationRequests(
    @Ctx() context: RequestContext,
    @Root() appointment: Appointment,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => MedicationRequestFilter, { nullable: true, description: "Narrows the list." })
    filter: MedicationRequestFilter | null,
  ): Connection<MedicationRequestRow> | null {
    return listMedicationRequests(context, { key: "appointmentId", id: knownUuid(appointment.id) }, page, filter);
  }

  @FieldResolver(() => VisitNoteConnection, {
    nullable: true,
    description:
      "What was written of the visit, the latest first: what was signed, and one's own drafts; null for who may not see it.",
  })
  visitNotes(
    @Ctx() context: RequestContext,
    @Root() appointment: Appointment,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => VisitNoteFilter, { nullable: true, description: "Narrows the list." })
    filter: VisitNoteFilter | null,
  ): Connection<VisitNoteRow> | null {
    return listVisitNotes(context, { key: "appointmentId", id: knownUuid(appointment.id) }, page, filter);
  }
}
