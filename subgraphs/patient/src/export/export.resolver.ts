import { DateTime, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { exportPatientData } from "./export.commands.ts";
import { linkToExport } from "./export.link.ts";
import { mayFetch } from "./export.policy.ts";
import { listExports, readExport } from "./export.service.ts";
import { ExportStatus } from "./export.state.ts";
import { ExportPatientDataInput, ExportPatientDataPayload, PatientExport } from "./export.type.ts";
import type { PatientExportRow } from "./patient-export.entity.ts";

interface ExportPayload {
  readonly patientExport: PatientExportRow | null;
  readonly userErrors: readonly UserError[];
}

@Resolver(() => PatientExport)
export class ExportResolver {
  @Query(() => PatientExport, {
    nullable: true,
    description: "One export of a patient's data; null when there is none or the viewer may not see it.",
  })
  patientExport(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The export's id." }) id: string,
  ): Promise<PatientExportRow | null> {
    return readExport(context, id);
  }

  @Query(() => [PatientExport], {
    nullable: true,
    description: "The exports of a patient's data, the latest first, 20 at most.",
  })
  patientExports(
    @Ctx() context: RequestContext,
    @Arg("patientId", () => ID, { description: "Whose data." }) patientId: string,
  ): Promise<PatientExportRow[]> {
    return listExports(context, patientId);
  }

  @Mutation(() => ExportPatientDataPayload, {
    nullable: true,
    description:
      "Gathers everything that is known of a patient from every part of the system, as a signed archive. It is done within minutes, with the access of whoever asks.",
  })
  async exportPatientData(
    @Ctx() context: RequestContext,
    @Arg("input", () => ExportPatientDataInput, { description: "Whose data, and why." }) input: ExportPatientDataInput,
  ): Promise<ExportPayload> {
    const { id, userErrors } = await exportPatientData(context, input);
    return { patientExport: id === null ? null : await readExport(context, id), userErrors };
  }

  @FieldResolver(() => DateTime, { description: "When it was asked for." })
  requestedAt(@Root() row: PatientExportRow): Date {
    return row.createdAt;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Where the archive can be fetched in the next five minutes by the patient and whoever asked for it; null for others, while it is not ready, and afterwards.",
  })
  downloadUrl(@Ctx() context: RequestContext, @Root() row: PatientExportRow): string | null {
    return row.status === ExportStatus.READY && mayFetch(context.viewer, row) ? linkToExport(row.id, context) : null;
  }
}
