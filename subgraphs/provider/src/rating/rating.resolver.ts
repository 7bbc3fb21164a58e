import {
  type CommandOutcome,
  type Connection,
  DateTime,
  ownRecordsOf,
  PageArgs,
  type RequestContext,
  type UserError,
} from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { readProvider } from "../provider/provider.service.ts";
import { Provider } from "../provider/provider.type.ts";
import { Appointment } from "../references/appointment.type.ts";
import { Patient } from "../references/patient.type.ts";
import { moderateRating, rateProvider, updateRating, withdrawRating } from "./rating.commands.ts";
import type { RatingRow } from "./rating.entity.ts";
import { ModerateRatingInput, RateProviderInput, UpdateRatingInput, WithdrawRatingInput } from "./rating.input.ts";
import { listChanges, listRatings, readRating, rereadRating } from "./rating.service.ts";
import {
  ModerateRatingPayload,
  RateProviderPayload,
  Rating,
  RatingChange,
  RatingChangeConnection,
  RatingConnection,
  RatingFilter,
  RatingOrder,
  UpdateRatingPayload,
  WithdrawRatingPayload,
} from "./rating.type.ts";
import { dayOf, editingEnd } from "./rating.window.ts";
import type { RatingChangeRow } from "./rating-change.entity.ts";

interface RatingPayload {
  readonly rating: RatingRow | null;
  readonly userErrors: readonly UserError[];
}

/** The rating is read anew, so that a replayed answer shows what may be seen now. */
async function ratingPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<RatingPayload> {
  const { id, userErrors } = await command;
  return { rating: id === null ? null : await rereadRating(context, id), userErrors };
}

/** Whether the viewer may know who wrote a rating that they see: administration not of an anonymous one. */
function isAuthorShown({ viewer }: RequestContext, { anonymous, patientId }: RatingRow): boolean {
  return !anonymous || ownRecordsOf(viewer).includes(patientId);
}

/** What is told of a moment of a rating: by exact ones it would be known after which visit somebody wrote. */
function momentShown(context: RequestContext, rating: RatingRow, moment: Date): Date {
  return isAuthorShown(context, rating) ? moment : dayOf(moment);
}

@Resolver(() => Rating)
export class RatingResolver {
  @Query(() => Rating, {
    nullable: true,
    description: "One rating; null when there is none or you may not see it.",
  })
  rating(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The rating's id." }) id: string,
  ): Promise<RatingRow | null> {
    return readRating(context, id);
  }

  @Query(() => RatingConnection, {
    nullable: true,
    description:
      "Ratings with who wrote them: for administration the organization's, of which the PENDING ones wait to be read; for a patient their own.",
  })
  ratings(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => RatingFilter, { nullable: true, description: "Narrows the list." })
    filter: RatingFilter | null,
    @Arg("orderBy", () => RatingOrder, {
      nullable: true,
      description: "How the list is sorted: the latest first unless told.",
    })
    orderBy: RatingOrder | null,
  ): Connection<RatingRow> {
    return listRatings(context, page, filter, orderBy);
  }

  @Mutation(() => RateProviderPayload, {
    nullable: true,
    description:
      "Rates the provider of one's own visit, once. The score counts at once, within seconds in `Provider.averageRating`; a text is shown when administration has read it.",
  })
  rateProvider(
    @Ctx() context: RequestContext,
    @Arg("input", () => RateProviderInput, { description: "Which visit, and how it was." }) input: RateProviderInput,
  ): Promise<RatingPayload> {
    return ratingPayload(context, rateProvider(context, input));
  }

  @Mutation(() => UpdateRatingPayload, {
    nullable: true,
    description: "Changes one's own rating, until `editableUntil`; what is left out stays.",
  })
  updateRating(
    @Ctx() context: RequestContext,
    @Arg("input", () => UpdateRatingInput, { description: "Which, and what is different." }) input: UpdateRatingInput,
  ): Promise<RatingPayload> {
    return ratingPayload(context, updateRating(context, input));
  }

  @Mutation(() => WithdrawRatingPayload, {
    nullable: true,
    description: "Takes one's own rating back, at any time and for good: the visit is not rated again.",
  })
  withdrawRating(
    @Ctx() context: RequestContext,
    @Arg("input", () => WithdrawRatingInput, { description: "Which." }) input: WithdrawRatingInput,
  ): Promise<RatingPayload> {
    return ratingPayload(context, withdrawRating(context, input));
  }

  @Mutation(() => ModerateRatingPayload, {
    nullable: true,
    description:
      "Decides whether a rating is shown; nobody decides on what is said of themselves (OWN_RATING) or by them (OWN_VISIT).",
  })
  moderateRating(
    @Ctx() context: RequestContext,
    @Arg("input", () => ModerateRatingInput, { description: "Which, and what is decided." })
    input: ModerateRatingInput,
  ): Promise<RatingPayload> {
    return ratingPayload(context, moderateRating(context, input));
  }

  @FieldResolver(() => Provider, { nullable: true, description: "Who was rated." })
  provider(@Ctx() context: RequestContext, @Root() row: RatingRow): Promise<ProviderRow | null> {
    return readProvider(context, String(row.providerId));
  }

  @FieldResolver(() => Appointment, {
    nullable: true,
    description: "The visit that it is about; null for administration when it is anonymous.",
  })
  appointment(@Ctx() context: RequestContext, @Root() row: RatingRow): Appointment | null {
    return isAuthorShown(context, row) ? { id: row.appointmentId } : null;
  }

  @FieldResolver(() => Patient, {
    nullable: true,
    description: "Who wrote it; null for administration when it is anonymous.",
  })
  patient(@Ctx() context: RequestContext, @Root() row: RatingRow): Patient | null {
    return isAuthorShown(context, row) ? { id: row.currentPatientId } : null;
  }

  @FieldResolver(() => DateTime, {
    description: "When it was given; of an anonymous one, administration is told the beginning of its day in UTC.",
  })
  ratedAt(@Ctx() context: RequestContext, @Root() row: RatingRow): Date {
    return momentShown(context, row, row.createdAt);
  }

  @FieldResolver(() => DateTime, { description: "Until when the patient can change it, if it is not withdrawn." })
  editableUntil(@Ctx() context: RequestContext, @Root() row: RatingRow): Date {
    return editingEnd(momentShown(context, row, row.createdAt));
  }

  @FieldResolver(() => RatingChangeConnection, { description: "How it came to be what it is, the latest first." })
  history(
    @Ctx() context: RequestContext,
    @Root() row: RatingRow,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<RatingChangeRow> {
    return listChanges(context, row.id, page);
  }
}

@Resolver(() => RatingChange)
export class RatingChangeResolver {
  @FieldResolver(() => DateTime, {
    description: "When; of an anonymous rating, administration is told the beginning of the day in UTC.",
  })
  async changedAt(@Ctx() context: RequestContext, @Root() row: RatingChangeRow): Promise<Date> {
    const rating = await readRating(context, String(row.ratingId));
    return rating ? momentShown(context, rating, row.changedAt) : dayOf(row.changedAt);
  }
}
