import { apiScope, payloadType, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { describeViewer } from "../viewer/viewer.service.ts";
import { Viewer } from "../viewer/viewer.type.ts";
import { revokeAllSessions, revokeSession } from "./session.commands.ts";
import type { SessionRow } from "./session.entity.ts";
import { readBrowserIdleTime } from "./session.lifetime.ts";
import { listSessions, readSession } from "./session.service.ts";
import { RevokeSessionInput, RevokeSessionPayload, Session, SignOutEverywhereInput } from "./session.type.ts";

const SignOutEverywherePayload = payloadType("SignOutEverywhere", "viewer", () => Viewer);

@Resolver(() => Session)
export class SessionResolver {
  @FieldResolver(() => Boolean, { description: "Whether this very request belongs to it." })
  current(@Root() row: SessionRow, @Ctx() context: RequestContext): boolean {
    return row.id === context.viewer.sessionId;
  }

  @Mutation(() => RevokeSessionPayload, {
    nullable: true,
    description: "Ends one of the viewer's sign-ins; its access tokens are refused within seconds.",
  })
  async revokeSession(
    @Ctx() context: RequestContext,
    @Arg("input", () => RevokeSessionInput, { description: "Which one." }) input: RevokeSessionInput,
  ): Promise<{ session: SessionRow | null; userErrors: readonly UserError[] }> {
    const { id, userErrors } = await revokeSession(context, input);
    return { session: id === null ? null : await readSession(context, id), userErrors };
  }

  @Mutation(() => SignOutEverywherePayload, {
    nullable: true,
    description: "Ends all of the viewer's sign-ins, this one too.",
  })
  async signOutEverywhere(
    @Ctx() context: RequestContext,
    @Arg("input", () => SignOutEverywhereInput, { description: "How." }) input: SignOutEverywhereInput,
  ): Promise<{ viewer: Viewer | null; userErrors: readonly UserError[] }> {
    const { id, userErrors } = await revokeAllSessions(context, input);
    return { viewer: id === null ? null : await describeViewer(context), userErrors };
  }
}

@Resolver(() => Viewer)
export class ViewerSessionsResolver {
  @FieldResolver(() => [Session], {
    nullable: true,
    description: "Where the viewer is signed in, last used first; 100 at most; null for a partner's application.",
  })
  async sessions(@Ctx() context: RequestContext): Promise<SessionRow[] | null> {
    if (!context.viewer.scopes.has(apiScope)) return null;
    return listSessions(context, readBrowserIdleTime(process.env));
  }
}
