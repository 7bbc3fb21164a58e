import { FieldResolver, Resolver, Root } from "type-graphql";
import type { ConditionRow } from "./condition.entity.ts";
import { Condition, ConditionStatus } from "./condition.type.ts";

@Resolver(() => Condition)
export class ConditionResolver {
  @FieldResolver(() => ConditionStatus, { description: "Whether it is still there." })
  status(@Root() row: ConditionRow): ConditionStatus {
    return row.abatement === null ? ConditionStatus.ACTIVE : ConditionStatus.RESOLVED;
  }
}
