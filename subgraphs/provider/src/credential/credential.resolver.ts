import { type Connection, LocalDate, PageArgs, type RequestContext } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { type ProviderPayload, providerPayload } from "../provider/provider.payload.ts";
import { Provider } from "../provider/provider.type.ts";
import { addProviderCredential, revokeProviderCredential, updateProviderCredential } from "./credential.commands.ts";
import type { CredentialRow } from "./credential.entity.ts";
import { listCredentialChanges } from "./credential.history.ts";
import {
  AddProviderCredentialInput,
  RevokeProviderCredentialInput,
  UpdateProviderCredentialInput,
} from "./credential.input.ts";
import { licensedUntil, licenseStatusOf, listCredentials } from "./credential.service.ts";
import {
  AddProviderCredentialPayload,
  ProviderCredential,
  ProviderCredentialChangeConnection,
  RevokeProviderCredentialPayload,
  UpdateProviderCredentialPayload,
} from "./credential.type.ts";
import type { CredentialChangeRow } from "./credential-change.entity.ts";
import { LicenseStatus } from "./license.status.ts";

@Resolver(() => Provider)
export class CredentialResolver {
  @Mutation(() => AddProviderCredentialPayload, {
    nullable: true,
    description:
      "Records a credential of a provider; 50 of each at most. With the first medical licence they can be booked on the days alone that their licences cover: `strandedAppointments` of the provider has the visits on others.",
  })
  addProviderCredential(
    @Ctx() context: RequestContext,
    @Arg("input", () => AddProviderCredentialInput, { description: "Whose, and what it is." })
    input: AddProviderCredentialInput,
  ): Promise<ProviderPayload> {
    return providerPayload(context, addProviderCredential(context, input));
  }

  @Mutation(() => UpdateProviderCredentialPayload, {
    nullable: true,
    description:
      "Corrects a credential that counts, or has it expire later when it was renewed without a gap; after one, add it again from its new first day on, so that nobody is licensed on the days between. `strandedAppointments` of the provider has the visits on days that their licences do not cover then.",
  })
  updateProviderCredential(
    @Ctx() context: RequestContext,
    @Arg("input", () => UpdateProviderCredentialInput, { description: "Which, and what is different." })
    input: UpdateProviderCredentialInput,
  ): Promise<ProviderPayload> {
    return providerPayload(context, updateProviderCredential(context, input));
  }

  @Mutation(() => RevokeProviderCredentialPayload, {
    nullable: true,
    description:
      "Has a credential count no more, for good. `strandedAppointments` of the provider has the visits on days that their licences do not cover then.",
  })
  revokeProviderCredential(
    @Ctx() context: RequestContext,
    @Arg("input", () => RevokeProviderCredentialInput, { description: "Which, and why." })
    input: RevokeProviderCredentialInput,
  ): Promise<ProviderPayload> {
    return providerPayload(context, revokeProviderCredential(context, input));
  }

  @FieldResolver(() => [ProviderCredential], {
    nullable: true,
    description:
      "The provider's credentials, the latest first, 50 at most: for administrators, the front desk and the provider; null for everybody else.",
  })
  credentials(@Ctx() context: RequestContext, @Root() provider: ProviderRow): Promise<CredentialRow[] | null> {
    return listCredentials(context, provider.id);
  }

  @FieldResolver(() => LicenseStatus, {
    nullable: true,
    description: "Whether the provider's medical licences let them see patients today, by their own calendar.",
  })
  licenseStatus(@Ctx() context: RequestContext, @Root() provider: ProviderRow): Promise<LicenseStatus> {
    return licenseStatusOf(context, provider);
  }

  @FieldResolver(() => LocalDate, {
    nullable: true,
    description:
      "The last day that the provider's medical licences cover without a gap from today on; null when they cover every day to come, and when `licenseStatus` is not CURRENT.",
  })
  licensedUntil(@Ctx() context: RequestContext, @Root() provider: ProviderRow): Promise<string | null> {
    return licensedUntil(context, provider);
  }
}

@Resolver(() => ProviderCredential)
export class CredentialHistoryResolver {
  @FieldResolver(() => ProviderCredentialChangeConnection, {
    description:
      "How it came to be what it is, and by whom, the latest first; of what was changed before histories were kept, nothing.",
  })
  history(
    @Ctx() context: RequestContext,
    @Root() row: CredentialRow,
    @Args(() => PageArgs) page: PageArgs,
  ): Connection<CredentialChangeRow> {
    return listCredentialChanges(context, row.id, page);
  }
}
