import type { RequestContext } from "@careconnect/kit";
import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { previewCancellation } from "./cancellation.service.ts";
import { CancellationPreview } from "./cancellation.type.ts";

@Resolver(() => CancellationPreview)
export class CancellationResolver {
  @Query(() => CancellationPreview, {
    nullable: true,
    description:
      "What it would cost the patient to call a visit off now; null when the viewer may not see it, or it cannot be called off.",
  })
  cancellationPreview(
    @Ctx() context: RequestContext,
    @Arg("appointmentId", () => ID, { description: "The appointment's id." }) appointmentId: string,
  ): Promise<CancellationPreview | null> {
    return previewCancellation(context, appointmentId);
  }
}
