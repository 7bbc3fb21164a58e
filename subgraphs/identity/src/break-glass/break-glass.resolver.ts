import {
  apiScope,
  type CommandOutcome,
  type Connection,
  PageArgs,
  type RequestContext,
  type UserError,
} from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { Patient } from "../references/patient.type.ts";
import { Viewer } from "../viewer/viewer.type.ts";
import { breakGlass, endBreakGlass, reviewBreakGlass } from "./break-glass.commands.ts";
import type { BreakGlassRow } from "./break-glass.entity.ts";
import { listBreakGlassAccesses, listOwnAccesses, readBreakGlassAccess } from "./break-glass.service.ts";
import {
  BreakGlassAccess,
  BreakGlassAccessConnection,
  BreakGlassInput,
  BreakGlassPayload,
  EndBreakGlassInput,
  EndBreakGlassPayload,
  ReviewBreakGlassInput,
  ReviewBreakGlassPayload,
} from "./break-glass.type.ts";

interface AccessPayload {
  readonly access: BreakGlassRow | null;
  readonly userErrors: readonly UserError[];
}

async function accessPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<AccessPayload> {
  const { id, userErrors } = await command;
  return { access: id === null ? null : await readBreakGlassAccess(context, id), userErrors };
}

@Resolver(() => BreakGlassAccess)
export class BreakGlassResolver {
  @Query(() => BreakGlassAccessConnection, {
    nullable: true,
    description: "Emergency accesses, the newest first; for administrators.",
  })
  breakGlassAccesses(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("reviewed", () => Boolean, {
      nullable: true,
      description: "Only those that were reviewed, or only those that were not. Both by default.",
    })
    reviewed: boolean | null,
  ): Connection<BreakGlassRow> {
    return listBreakGlassAccesses(context, page, reviewed);
  }

  @Mutation(() => BreakGlassPayload, {
    nullable: true,
    description:
      "Gives the viewer access to one patient for 30 minutes, in an emergency. It is announced and reviewed. Access tokens that are issued from now on carry it.",
  })
  breakGlass(
    @Ctx() context: RequestContext,
    @Arg("input", () => BreakGlassInput, { description: "To whom, and why." }) input: BreakGlassInput,
  ): Promise<AccessPayload> {
    return accessPayload(context, breakGlass(context, input));
  }

  @Mutation(() => EndBreakGlassPayload, {
    nullable: true,
    description: "Gives emergency access back. Access tokens that were issued before carry it until they expire.",
  })
  endBreakGlass(
    @Ctx() context: RequestContext,
    @Arg("input", () => EndBreakGlassInput, { description: "Which one." }) input: EndBreakGlassInput,
  ): Promise<AccessPayload> {
    return accessPayload(context, endBreakGlass(context, input));
  }

  @Mutation(() => ReviewBreakGlassPayload, {
    nullable: true,
    description: "Notes that an administrator looked at an emergency access of somebody else.",
  })
  reviewBreakGlass(
    @Ctx() context: RequestContext,
    @Arg("input", () => ReviewBreakGlassInput, { description: "Which one, and what was found." })
    input: ReviewBreakGlassInput,
  ): Promise<AccessPayload> {
    return accessPayload(context, reviewBreakGlass(context, input));
  }

  @FieldResolver(() => Patient, { nullable: true, description: "The patient." })
  patient(@Root() row: BreakGlassRow): Patient {
    return { id: row.currentPatientId };
  }
}

@Resolver(() => Viewer)
export class ViewerEmergenciesResolver {
  @FieldResolver(() => [BreakGlassAccess], {
    nullable: true,
    description:
      "Emergency accesses that the viewer has now, the newest first; 5 at most; null for a partner's application.",
  })
  async breakGlassAccesses(@Ctx() context: RequestContext): Promise<BreakGlassRow[] | null> {
    if (!context.viewer.scopes.has(apiScope)) return null;
    return listOwnAccesses(context);
  }
}
