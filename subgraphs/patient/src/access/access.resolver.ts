import { type CommandOutcome, DateTime, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Provider } from "../references/provider.type.ts";
import { endPatientAccess, grantPatientAccess } from "./access.commands.ts";
import { EndPatientAccessInput, GrantPatientAccessInput } from "./access.input.ts";
import { rereadAccessGrant } from "./access.service.ts";
import { AccessGrant, EndPatientAccessPayload, GrantPatientAccessPayload } from "./access.type.ts";
import type { AccessGrantRow } from "./access-grant.entity.ts";

interface AccessPayload {
  readonly accessGrant: AccessGrantRow | null;
  readonly userErrors: readonly UserError[];
}

/** The grant is read anew, so that a replayed answer shows what may be seen now. */
async function accessPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<AccessPayload> {
  const { id, userErrors } = await command;
  return { accessGrant: id === null ? null : await rereadAccessGrant(context, id), userErrors };
}

@Resolver(() => AccessGrant)
export class AccessResolver {
  @Mutation(() => GrantPatientAccessPayload, {
    nullable: true,
    description: "Gives a provider access to a patient whom they do not see themselves, until some time.",
  })
  grantPatientAccess(
    @Ctx() context: RequestContext,
    @Arg("input", () => GrantPatientAccessInput, { description: "Who, to whom, until when and why." })
    input: GrantPatientAccessInput,
  ): Promise<AccessPayload> {
    return accessPayload(context, grantPatientAccess(context, input));
  }

  @Mutation(() => EndPatientAccessPayload, {
    nullable: true,
    description: "Ends a provider's access to a patient that was given to them.",
  })
  endPatientAccess(
    @Ctx() context: RequestContext,
    @Arg("input", () => EndPatientAccessInput, { description: "Which." }) input: EndPatientAccessInput,
  ): Promise<AccessPayload> {
    return accessPayload(context, endPatientAccess(context, input));
  }

  @FieldResolver(() => Provider, { nullable: true, description: "Who was given access." })
  provider(@Root() row: AccessGrantRow): Provider {
    return { id: row.providerId };
  }

  @FieldResolver(() => DateTime, { description: "When it was given." })
  grantedAt(@Root() row: AccessGrantRow): Date {
    return row.createdAt;
  }
}
