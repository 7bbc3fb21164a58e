import type { RequestContext } from "@careconnect/kit";
import { Ctx, Query, Resolver } from "type-graphql";
import type { SpecialtyRow } from "./specialty.entity.ts";
import { listSpecialties } from "./specialty.service.ts";
import { Specialty } from "./specialty.type.ts";

@Resolver(() => Specialty)
export class SpecialtyResolver {
  @Query(() => [Specialty], {
    nullable: true,
    description: "The organization's catalogue of specialties, by name; 1,000 at most.",
  })
  specialties(@Ctx() context: RequestContext): Promise<SpecialtyRow[]> {
    return listSpecialties(context);
  }
}
