import type { CommandOutcome, RequestContext, UserError } from "@careconnect/kit";
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { UserRow } from "./user.entity.ts";
import { reinstateUser, suspendUser } from "./user.suspension.commands.ts";
import { readSuspension } from "./user.suspension.service.ts";
import {
  ReinstateUserInput,
  ReinstateUserPayload,
  SuspendUserInput,
  SuspendUserPayload,
  UserSuspension,
} from "./user.suspension.type.ts";

interface SuspensionPayload {
  readonly suspension: UserRow | null;
  readonly userErrors: readonly UserError[];
}

async function suspensionPayload(
  context: RequestContext,
  command: Promise<CommandOutcome>,
): Promise<SuspensionPayload> {
  const { id, userErrors } = await command;
  return { suspension: id === null ? null : await readSuspension(context, id), userErrors };
}

@Resolver(() => UserSuspension)
export class UserSuspensionResolver {
  @Mutation(() => SuspendUserPayload, {
    nullable: true,
    description: "Keeps a user out: their sign-ins end, and their access tokens are refused within seconds.",
  })
  suspendUser(
    @Ctx() context: RequestContext,
    @Arg("input", () => SuspendUserInput, { description: "Whom, and why." }) input: SuspendUserInput,
  ): Promise<SuspensionPayload> {
    return suspensionPayload(context, suspendUser(context, input));
  }

  @Mutation(() => ReinstateUserPayload, { nullable: true, description: "Lets a suspended user sign in again." })
  reinstateUser(
    @Ctx() context: RequestContext,
    @Arg("input", () => ReinstateUserInput, { description: "Whom." }) input: ReinstateUserInput,
  ): Promise<SuspensionPayload> {
    return suspensionPayload(context, reinstateUser(context, input));
  }
}
