import type { RequestContext, SubscriptionContext } from "@careconnect/kit";
import { Arg, Ctx, Query, Resolver, Subscription } from "type-graphql";
import { readDashboard, readTrend } from "./metrics.service.ts";
import { metricsChanges } from "./metrics.stream.ts";
import { DailyMetrics, DashboardMetrics } from "./metrics.type.ts";
import { Period } from "./period.ts";

interface Subscriber {
  readonly context: SubscriptionContext;
  readonly args: { readonly period?: Period | null };
}

@Resolver()
export class MetricsResolver {
  @Query(() => DashboardMetrics, {
    nullable: true,
    description:
      "The numbers of the viewer's organization, for those who work in it; null while they are being prepared.",
  })
  dashboardMetrics(
    @Ctx() context: RequestContext,
    @Arg("period", () => Period, { nullable: true, description: "The period to count: TODAY unless told." })
    period: Period | null,
  ): Promise<DashboardMetrics | null> {
    return readDashboard(context, period ?? Period.TODAY);
  }

  @Query(() => [DailyMetrics], {
    nullable: true,
    description:
      "What happened on each day of a period, every day once and in order, for those who work in the organization; null while it is being prepared.",
  })
  dashboardTrend(
    @Ctx() context: RequestContext,
    @Arg("period", () => Period, {
      nullable: true,
      description: "The period to show: WEEK unless told. ALL shows the 366 days that end with today.",
    })
    period: Period | null,
  ): Promise<DailyMetrics[] | null> {
    return readTrend(context, period ?? Period.WEEK);
  }

  @Subscription(() => DashboardMetrics, {
    nullable: true,
    description:
      "The numbers of the viewer's organization whenever they have changed, at most twice a second, for those who work in it. It begins with the next change: ask for `dashboardMetrics` once it is open.",
    subscribe: ({ context, args }: Subscriber) => metricsChanges(context, args.period ?? Period.TODAY),
  })
  dashboardMetricsChanged(
    @Ctx() context: RequestContext,
    @Arg("period", () => Period, { nullable: true, description: "The period to count: TODAY unless told." })
    period: Period | null,
  ): Promise<DashboardMetrics | null> {
    return readDashboard(context, period ?? Period.TODAY);
  }
}
