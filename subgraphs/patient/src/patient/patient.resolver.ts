import { type Connection, PageArgs, type RequestContext } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { ConditionRow } from "../condition/condition.entity.ts";
import { listConditions } from "../condition/condition.service.ts";
import { Condition } from "../condition/condition.type.ts";
import type { PatientRow } from "./patient.entity.ts";
import { listPatients, readPatient } from "./patient.service.ts";
import { Patient, PatientConnection, PatientFilter, PatientOrder } from "./patient.type.ts";

@Resolver(() => Patient)
export class PatientResolver {
  @Query(() => Patient, {
    nullable: true,
    description: "One patient; null when there is none or the viewer may not see it.",
  })
  patient(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The patient's id." }) id: string,
  ): Promise<PatientRow | null> {
    return readPatient(context, id);
  }

  @Query(() => PatientConnection, { nullable: true, description: "The patients whom the viewer may see." })
  patients(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => PatientFilter, { nullable: true, description: "Narrows the list." })
    filter: PatientFilter | null,
    @Arg("orderBy", () => PatientOrder, { nullable: true, description: "How the list is sorted: by name unless told." })
    orderBy: PatientOrder | null,
  ): Connection<PatientRow> {
    return listPatients(context, page, filter, orderBy);
  }

  @FieldResolver(() => String, { description: "Given and family name." })
  fullName(@Root() row: PatientRow): string {
    return `${row.givenName} ${row.familyName}`.trim();
  }

  @FieldResolver(() => Boolean, { description: "Whether the record is archived: kept, but not for new bookings." })
  archived(@Root() row: PatientRow): boolean {
    return row.archivedAt !== null;
  }

  @FieldResolver(() => [Condition], {
    nullable: true,
    description: "The patient's conditions (problems, diagnoses), the latest onset first.",
  })
  conditions(@Ctx() context: RequestContext, @Root() row: PatientRow): Promise<ConditionRow[]> {
    return listConditions(context, row.id);
  }
}
