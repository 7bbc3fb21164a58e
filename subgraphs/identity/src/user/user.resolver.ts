import { type Connection, PageArgs, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { Patient } from "../references/patient.type.ts";
import { Provider } from "../references/provider.type.ts";
import { changeUserRoles } from "./user.commands.ts";
import type { UserRow } from "./user.entity.ts";
import { listUsers, userById } from "./user.service.ts";
import { ChangeUserRolesInput, ChangeUserRolesPayload, User, UserConnection } from "./user.type.ts";

@Resolver(() => User)
export class UserResolver {
  @Query(() => UserConnection, {
    nullable: true,
    description: "The accounts of the viewer's organization, by name; for administrators.",
  })
  users(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs): Connection<UserRow> {
    return listUsers(context, page);
  }

  @Mutation(() => ChangeUserRolesPayload, {
    nullable: true,
    description: "Changes what a user may be; what they see follows with their next access token.",
  })
  async changeUserRoles(
    @Ctx() context: RequestContext,
    @Arg("input", () => ChangeUserRolesInput, { description: "Whom, and the roles." }) input: ChangeUserRolesInput,
  ): Promise<{ user: UserRow | null; userErrors: readonly UserError[] }> {
    const { id, userErrors } = await changeUserRoles(context, input);
    if (id === null) return { user: null, userErrors };
    // The user is read anew, so that a replayed answer shows what may be seen now.
    return { user: await userById(context).clear(id).load(id), userErrors };
  }

  @FieldResolver(() => Patient, { nullable: true, description: "The patient record that the user is, if any." })
  patient(@Root() row: UserRow): Patient | null {
    return row.currentPatientId ? { id: row.currentPatientId } : null;
  }

  @FieldResolver(() => Provider, { nullable: true, description: "The provider record that the user is, if any." })
  provider(@Root() row: UserRow): Provider | null {
    return row.providerId ? { id: row.providerId } : null;
  }
}
