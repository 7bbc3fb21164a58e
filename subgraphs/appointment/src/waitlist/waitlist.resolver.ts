import { type CommandOutcome, type Connection, PageArgs, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { readAppointment } from "../booking/booking.service.ts";
import { Appointment } from "../booking/booking.type.ts";
import { referToPatient } from "../references/patient.reference.ts";
import { Patient } from "../references/patient.type.ts";
import { Provider } from "../references/provider.type.ts";
import { acceptWaitlistOffer, joinWaitlist, leaveWaitlist } from "./waitlist.commands.ts";
import { AcceptWaitlistOfferInput, JoinWaitlistInput, LeaveWaitlistInput } from "./waitlist.input.ts";
import { listWaitlist, openOfferByEntry, rereadWaitlistEntry } from "./waitlist.service.ts";
import {
  AcceptWaitlistOfferPayload,
  JoinWaitlistPayload,
  LeaveWaitlistPayload,
  WaitlistEntry,
  WaitlistEntryConnection,
  WaitlistFilter,
  WaitlistOffer,
} from "./waitlist.type.ts";
import type { WaitlistEntryRow } from "./waitlist-entry.entity.ts";
import type { WaitlistOfferRow } from "./waitlist-offer.entity.ts";

interface EntryPayload {
  readonly waitlistEntry: WaitlistEntryRow | null;
  readonly userErrors: readonly UserError[];
}

async function entryPayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<EntryPayload> {
  const { id, userErrors } = await command;
  return { waitlistEntry: id === null ? null : await rereadWaitlistEntry(context, id), userErrors };
}

@Resolver(() => WaitlistEntry)
export class WaitlistResolver {
  @Query(() => WaitlistEntryConnection, {
    nullable: true,
    description: "Those who wait, who came first first; a patient sees what they wait for themselves.",
  })
  waitlist(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => WaitlistFilter, { nullable: true, description: "Narrows the list." })
    filter: WaitlistFilter | null,
  ): Connection<WaitlistEntryRow> {
    return listWaitlist(context, page, filter);
  }

  @FieldResolver(() => Patient, { nullable: true, description: "Who waits." })
  patient(@Ctx() context: RequestContext, @Root() row: WaitlistEntryRow): Promise<Patient | null> {
    return referToPatient(context, row.currentPatientId);
  }

  @FieldResolver(() => Provider, { nullable: true, description: "For whom; null when a specialty is wanted." })
  provider(@Root() row: WaitlistEntryRow): Provider | null {
    return row.providerId ? { id: row.providerId } : null;
  }

  @FieldResolver(() => WaitlistOffer, { nullable: true, description: "What is held for them now, if anything is." })
  offer(@Ctx() context: RequestContext, @Root() row: WaitlistEntryRow): Promise<WaitlistOfferRow | null> {
    return openOfferByEntry(context).load(row.id);
  }

  @FieldResolver(() => Appointment, { nullable: true, description: "The visit that an accepted offer became." })
  async appointment(@Ctx() context: RequestContext, @Root() row: WaitlistEntryRow): Promise<AppointmentRow | null> {
    return row.appointmentId ? readAppointment(context, String(row.appointmentId)) : null;
  }

  @Mutation(() => JoinWaitlistPayload, {
    nullable: true,
    description:
      "Waits for a time that becomes free: it is offered to the first whom it fits. ALREADY_WAITING when the patient waits for the same, provider or specialty and visit type, in a time that overlaps.",
  })
  joinWaitlist(
    @Ctx() context: RequestContext,
    @Arg("input", () => JoinWaitlistInput, { description: "Who waits, and for what." }) input: JoinWaitlistInput,
  ): Promise<EntryPayload> {
    return entryPayload(context, joinWaitlist(context, input));
  }

  @Mutation(() => LeaveWaitlistPayload, {
    nullable: true,
    description: "Waits no more; what was held for them is free again.",
  })
  leaveWaitlist(
    @Ctx() context: RequestContext,
    @Arg("input", () => LeaveWaitlistInput, { description: "Which entry." }) input: LeaveWaitlistInput,
  ): Promise<EntryPayload> {
    return entryPayload(context, leaveWaitlist(context, input));
  }

  @Mutation(() => AcceptWaitlistOfferPayload, {
    nullable: true,
    description: "Books the time that is held. OFFER_OVER when it is held no more.",
  })
  acceptWaitlistOffer(
    @Ctx() context: RequestContext,
    @Arg("input", () => AcceptWaitlistOfferInput, { description: "Which offer." }) input: AcceptWaitlistOfferInput,
  ): Promise<EntryPayload> {
    return entryPayload(context, acceptWaitlistOffer(context, input));
  }
}

@Resolver(() => WaitlistOffer)
export class WaitlistOfferResolver {
  @FieldResolver(() => Provider, { nullable: true, description: "Who would see the patient." })
  provider(@Root() row: WaitlistOfferRow): Provider {
    return { id: row.providerId };
  }
}
