import { type CommandOutcome, type Connection, PageArgs, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { PreferredChannel } from "../demographics/demographics.type.ts";
import { Provider } from "../references/provider.type.ts";
import { recordConsent } from "./consent.commands.ts";
import type { ConsentRow } from "./consent.entity.ts";
import { RecordConsentInput } from "./consent.input.ts";
import { listConsentVersions, rereadConsent } from "./consent.service.ts";
import { Consent, ConsentScope, ConsentVersionConnection, RecordConsentPayload } from "./consent.type.ts";
import type { ConsentVersionRow } from "./consent-version.entity.ts";

interface ConsentPayload {
  readonly consent: ConsentRow | null;
  readonly userErrors: readonly UserError[];
}

/** The consent is read anew, so that a replayed answer shows what may be seen now. */
async function consentPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<ConsentPayload> {
  const { id, userErrors } = await command;
  return { consent: id === null ? null : await rereadConsent(context, id), userErrors };
}

@Resolver(() => Consent)
export class ConsentResolver {
  @Mutation(() => RecordConsentPayload, {
    nullable: true,
    description:
      "Writes down what a patient permits or refuses. It holds at once for patient records, and elsewhere as soon as the others have heard of it; what was said before is kept.",
  })
  recordConsent(
    @Ctx() context: RequestContext,
    @Arg("input", () => RecordConsentInput, { description: "Who says what about what." }) input: RecordConsentInput,
  ): Promise<ConsentPayload> {
    return consentPayload(context, recordConsent(context, input));
  }

  @FieldResolver(() => Provider, { nullable: true, description: "Of PROVIDER_ACCESS: which provider." })
  provider(@Root() { scope, subject }: ConsentRow): Provider | null {
    return scope === ConsentScope.PROVIDER_ACCESS ? { id: subject } : null;
  }

  @FieldResolver(() => PreferredChannel, { nullable: true, description: "Of COMMUNICATION: over which channel." })
  channel(@Root() { scope, subject }: ConsentRow): string | null {
    return scope === ConsentScope.COMMUNICATION ? subject : null;
  }

  @FieldResolver(() => ConsentVersionConnection, {
    nullable: true,
    description: "All that was ever said about it, the latest first.",
  })
  versions(
    @Ctx() context: RequestContext,
    @Root() consent: ConsentRow,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<ConsentVersionRow>> {
    return listConsentVersions(context, consent.id, page);
  }
}
