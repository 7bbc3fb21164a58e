import type { RequestContext } from "@careconnect/kit";
import { Ctx, FieldResolver, Query, Resolver } from "type-graphql";
import type { OrganizationRow } from "../organization/organization.entity.ts";
import { readViewerOrganization } from "../organization/organization.service.ts";
import { Organization } from "../organization/organization.type.ts";
import { describeViewer } from "./viewer.service.ts";
import { Viewer } from "./viewer.type.ts";

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { nullable: true, description: "Whoever asks." })
  viewer(@Ctx() context: RequestContext): Promise<Viewer> {
    return describeViewer(context);
  }

  @FieldResolver(() => Organization, { nullable: true, description: "The organization in which the token acts." })
  organization(@Ctx() context: RequestContext): Promise<OrganizationRow | null> {
    return readViewerOrganization(context);
  }
}
