import { type Connection, LocalDate, PageArgs, type RequestContext } from "@careconnect/kit";
import { Args, Ctx, FieldResolver, Float, Int, Resolver, Root } from "type-graphql";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { Provider } from "../provider/provider.type.ts";
import type { RatingRow } from "./rating.entity.ts";
import { listPublishedRatings } from "./rating.service.ts";
import { PublishedRating, PublishedRatingConnection, RatingCount } from "./rating.type.ts";

@Resolver(() => Provider)
export class ProviderRatingResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description: "The mean of the scores that count, 1 to 5; null while there are none.",
  })
  averageRating(@Root() { rating }: ProviderRow): number | null {
    return rating > 0 ? rating : null;
  }

  @FieldResolver(() => Int, {
    description:
      "How many scores count: those whose text waits to be read, too, and none that was rejected or withdrawn.",
  })
  ratingCount(@Root() { ratingCounts }: ProviderRow): number {
    return ratingCounts.reduce((sum, count) => sum + count, 0);
  }

  @FieldResolver(() => [RatingCount], { description: "How many scores there are of each, from 1 to 5." })
  ratingDistribution(@Root() { ratingCounts }: ProviderRow): RatingCount[] {
    return ratingCounts.map((count, index) => ({ score: index + 1, count }));
  }

  @FieldResolver(() => PublishedRatingConnection, {
    nullable: true,
    description: "What patients say of the provider, as far as it was published, the latest first.",
  })
  ratings(
    @Ctx() context: RequestContext,
    @Root() provider: ProviderRow,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<RatingRow> {
    return listPublishedRatings(context, provider.id, page);
  }
}

@Resolver(() => PublishedRating)
export class PublishedRatingResolver {
  @FieldResolver(() => LocalDate, { description: "The day on which it was given, in UTC." })
  ratedOn(@Root() row: RatingRow): string {
    return row.createdAt.toISOString().slice(0, 10);
  }
}
