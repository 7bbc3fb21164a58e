import { type CommandOutcome, type Connection, PageArgs, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { Patient } from "../references/patient.type.ts";
import { Provider } from "../references/provider.type.ts";
import { inviteUser, revokeInvitation } from "./invitation.commands.ts";
import type { InvitationRow } from "./invitation.entity.ts";
import { invitationById, listInvitations, statusOf } from "./invitation.service.ts";
import {
  Invitation,
  InvitationConnection,
  InvitationStatus,
  InviteUserInput,
  InviteUserPayload,
  RevokeInvitationInput,
  RevokeInvitationPayload,
} from "./invitation.type.ts";

interface InvitationPayload {
  readonly invitation: InvitationRow | null;
  readonly userErrors: readonly UserError[];
}

/** The invitation is read anew, so that a replayed answer shows what may be seen now. */
async function invitationPayload(
  context: RequestContext,
  command: Promise<CommandOutcome>,
): Promise<InvitationPayload> {
  const { id, userErrors } = await command;
  if (id === null) return { invitation: null, userErrors };
  return { invitation: await invitationById(context).clear(id).load(id), userErrors };
}

@Resolver(() => Invitation)
export class InvitationResolver {
  @Query(() => InvitationConnection, {
    nullable: true,
    description: "The invitations of the viewer's organization, the newest first; the staff sees those of patients.",
  })
  invitations(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs): Connection<InvitationRow> {
    return listInvitations(context, page);
  }

  @Mutation(() => InviteUserPayload, {
    nullable: true,
    description:
      "Invites somebody by mail to join the organization, linked to a patient or provider record if one is named.",
  })
  inviteUser(
    @Ctx() context: RequestContext,
    @Arg("input", () => InviteUserInput, { description: "Whom, and as what." }) input: InviteUserInput,
  ): Promise<InvitationPayload> {
    return invitationPayload(context, inviteUser(context, input));
  }

  @Mutation(() => RevokeInvitationPayload, {
    nullable: true,
    description: "Takes an invitation back that was not accepted yet.",
  })
  revokeInvitation(
    @Ctx() context: RequestContext,
    @Arg("input", () => RevokeInvitationInput, { description: "Which." }) input: RevokeInvitationInput,
  ): Promise<InvitationPayload> {
    return invitationPayload(context, revokeInvitation(context, input));
  }

  @FieldResolver(() => InvitationStatus, { description: "What became of it." })
  status(@Root() row: InvitationRow): InvitationStatus {
    return statusOf(row);
  }

  @FieldResolver(() => Patient, { nullable: true, description: "The patient record that they will be, if any." })
  patient(@Root() row: InvitationRow): Patient | null {
    return row.currentPatientId ? { id: row.currentPatientId } : null;
  }

  @FieldResolver(() => Provider, { nullable: true, description: "The provider record that they will be, if any." })
  provider(@Root() row: InvitationRow): Provider | null {
    return row.providerId ? { id: row.providerId } : null;
  }
}
