import {
  type CommandOutcome,
  type Connection,
  fullNameOf,
  PageArgs,
  type RequestContext,
  type UserError,
} from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { LocationRow } from "../location/location.entity.ts";
import { Location } from "../location/location.type.ts";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { Provider } from "../provider/provider.type.ts";
import type { SpecialtyRow } from "../specialty/specialty.entity.ts";
import { Specialty } from "../specialty/specialty.type.ts";
import {
  approveProviderApplication,
  rejectProviderApplication,
  requestProviderApplicationInformation,
  resubmitProviderApplication,
  startProviderApplicationReview,
  submitProviderApplication,
  withdrawProviderApplication,
} from "./application.commands.ts";
import { credentialsIn } from "./application.credentials.ts";
import type { ProviderApplicationRow } from "./application.entity.ts";
import {
  AdvanceProviderApplicationInput,
  RefuseProviderApplicationInput,
  ResubmitProviderApplicationInput,
  SubmitProviderApplicationInput,
} from "./application.input.ts";
import {
  listApplications,
  listChanges,
  listLocationsWanted,
  listSpecialtiesWanted,
  readApplication,
  readProviderMade,
  rereadApplication,
} from "./application.service.ts";
import {
  ApplicantCredential,
  ApproveProviderApplicationPayload,
  ProviderApplication,
  ProviderApplicationChange,
  ProviderApplicationConnection,
  ProviderApplicationFilter,
  RejectProviderApplicationPayload,
  RequestProviderApplicationInformationPayload,
  ResubmitProviderApplicationPayload,
  StartProviderApplicationReviewPayload,
  SubmitProviderApplicationPayload,
  WithdrawProviderApplicationPayload,
} from "./application.type.ts";
import type { ProviderApplicationChangeRow } from "./application-change.entity.ts";

interface ApplicationPayload {
  readonly providerApplication: ProviderApplicationRow | null;
  readonly userErrors: readonly UserError[];
}

/** The application is read anew, so that a replayed answer shows what may be seen now. */
async function applicationPayload(
  context: RequestContext,
  command: Promise<CommandOutcome>,
): Promise<ApplicationPayload> {
  const { id, userErrors } = await command;
  return { providerApplication: id === null ? null : await rereadApplication(context, id), userErrors };
}

@Resolver(() => ProviderApplication)
export class ApplicationResolver {
  @Query(() => ProviderApplication, {
    nullable: true,
    description: "One application to become a provider; null when there is none.",
  })
  providerApplication(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The application's id." }) id: string,
  ): Promise<ProviderApplicationRow | null> {
    return readApplication(context, id);
  }

  @Query(() => ProviderApplicationConnection, {
    nullable: true,
    description: "The organization's applications to become a provider, the latest first.",
  })
  providerApplications(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => ProviderApplicationFilter, { nullable: true, description: "Narrows the list." })
    filter: ProviderApplicationFilter | null,
  ): Connection<ProviderApplicationRow> {
    return listApplications(context, page, filter);
  }

  @Mutation(() => SubmitProviderApplicationPayload, {
    nullable: true,
    description: "Submits an application for somebody who wants to become a provider; somebody else reviews it.",
  })
  submitProviderApplication(
    @Ctx() context: RequestContext,
    @Arg("input", () => SubmitProviderApplicationInput, { description: "Who, and what they have shown." })
    input: SubmitProviderApplicationInput,
  ): Promise<ApplicationPayload> {
    return applicationPayload(context, submitProviderApplication(context, input));
  }

  @Mutation(() => StartProviderApplicationReviewPayload, {
    nullable: true,
    description: "Begins the review of an application that is SUBMITTED; OWN_APPLICATION for who has submitted it.",
  })
  startProviderApplicationReview(
    @Ctx() context: RequestContext,
    @Arg("input", () => AdvanceProviderApplicationInput, { description: "Which." })
    input: AdvanceProviderApplicationInput,
  ): Promise<ApplicationPayload> {
    return applicationPayload(context, startProviderApplicationReview(context, input));
  }

  @Mutation(() => RequestProviderApplicationInformationPayload, {
    nullable: true,
    description:
      "Asks for what an application that is IN_REVIEW lacks; OWN_APPLICATION for who has submitted it. `resubmitProviderApplication` answers.",
  })
  requestProviderApplicationInformation(
    @Ctx() context: RequestContext,
    @Arg("input", () => RefuseProviderApplicationInput, { description: "Which, and what is missing." })
    input: RefuseProviderApplicationInput,
  ): Promise<ApplicationPayload> {
    return applicationPayload(context, requestProviderApplicationInformation(context, input));
  }

  @Mutation(() => ResubmitProviderApplicationPayload, {
    nullable: true,
    description: "Submits an application again with what a reviewer has asked for; what is left out stays.",
  })
  resubmitProviderApplication(
    @Ctx() context: RequestContext,
    @Arg("input", () => ResubmitProviderApplicationInput, { description: "Which, and what is different." })
    input: ResubmitProviderApplicationInput,
  ): Promise<ApplicationPayload> {
    return applicationPayload(context, resubmitProviderApplication(context, input));
  }

  @Mutation(() => ApproveProviderApplicationPayload, {
    nullable: true,
    description:
      "Makes a provider, ACTIVE and with the credentials that were shown, of an application that is IN_REVIEW; OWN_APPLICATION for who has submitted it, CREDENTIAL_RECORDED when a credential is recorded already.",
  })
  approveProviderApplication(
    @Ctx() context: RequestContext,
    @Arg("input", () => AdvanceProviderApplicationInput, { description: "Which." })
    input: AdvanceProviderApplicationInput,
  ): Promise<ApplicationPayload> {
    return applicationPayload(context, approveProviderApplication(context, input));
  }

  @Mutation(() => RejectProviderApplicationPayload, {
    nullable: true,
    description: "Rejects an application that is IN_REVIEW, for good; OWN_APPLICATION for who has submitted it.",
  })
  rejectProviderApplication(
    @Ctx() context: RequestContext,
    @Arg("input", () => RefuseProviderApplicationInput, { description: "Which, and why." })
    input: RefuseProviderApplicationInput,
  ): Promise<ApplicationPayload> {
    return applicationPayload(context, rejectProviderApplication(context, input));
  }

  @Mutation(() => WithdrawProviderApplicationPayload, {
    nullable: true,
    description: "Withdraws an application that was not decided, for good.",
  })
  withdrawProviderApplication(
    @Ctx() context: RequestContext,
    @Arg("input", () => AdvanceProviderApplicationInput, { description: "Which." })
    input: AdvanceProviderApplicationInput,
  ): Promise<ApplicationPayload> {
    return applicationPayload(context, withdrawProviderApplication(context, input));
  }

  @FieldResolver(() => String, { nullable: true, description: "Given and family name; null once it was forgotten." })
  fullName(@Root() { forgottenAt, givenName, familyName }: ProviderApplicationRow): string | null {
    return forgottenAt ? null : fullNameOf({ givenName: givenName ?? "", familyName: familyName ?? "" });
  }

  @FieldResolver(() => [Specialty], { description: "What they practise; 50 at most." })
  specialties(@Ctx() context: RequestContext, @Root() row: ProviderApplicationRow): Promise<SpecialtyRow[]> {
    return listSpecialtiesWanted(context, row);
  }

  @FieldResolver(() => [Location], { description: "Where they would see patients; 50 at most." })
  locations(@Ctx() context: RequestContext, @Root() row: ProviderApplicationRow): Promise<LocationRow[]> {
    return listLocationsWanted(context, row);
  }

  @FieldResolver(() => [ApplicantCredential], { description: "The credentials that they have shown; 20 at most." })
  credentials(@Root() row: ProviderApplicationRow): ApplicantCredential[] {
    return credentialsIn(row);
  }

  @FieldResolver(() => [ProviderApplicationChange], {
    description: "How it came to where it stands, the latest step first; 63 at most.",
  })
  history(
    @Ctx() context: RequestContext,
    @Root() row: ProviderApplicationRow,
  ): Promise<ProviderApplicationChangeRow[]> {
    return listChanges(context, row.id);
  }

  @FieldResolver(() => Provider, {
    nullable: true,
    description: "The provider whom its approval made of the applicant.",
  })
  provider(@Ctx() context: RequestContext, @Root() row: ProviderApplicationRow): Promise<ProviderRow | null> {
    return readProviderMade(context, row);
  }
}
