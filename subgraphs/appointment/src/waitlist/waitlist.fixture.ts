import type { GraphQLAnswer, TestViewer } from "@careconnect/kit/testing";

const inputTypes = {
  joinWaitlist: "JoinWaitlistInput",
  leaveWaitlist: "LeaveWaitlistInput",
  acceptWaitlistOffer: "AcceptWaitlistOfferInput",
} as const;

export const entryFields = `id status specialty visitType from until joinedAt version patient { id } provider { id }
  offer { id startsAt endsAt expiresAt provider { id } } appointment { id status startsAt visitType }`;

export interface WaitlistAnswer {
  readonly entry: {
    readonly id: string;
    readonly status: string;
    readonly version: number;
    readonly offer: { readonly id: string; readonly startsAt: string; readonly expiresAt: string } | null;
    readonly appointment: { readonly id: string; readonly status: string; readonly startsAt: string } | null;
    readonly [field: string]: unknown;
  } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[]; readonly message: string }[];
}

type Asking = (viewer: TestViewer, query: string, variables: Record<string, unknown>) => Promise<GraphQLAnswer>;

/** Gives a command about the waitlist that must be answered in its payload, whatever that says. */
export async function waitlistCommand(
  ask: Asking,
  viewer: TestViewer,
  mutation: keyof typeof inputTypes,
  input: object,
): Promise<WaitlistAnswer> {
  const document = `mutation ($input: ${inputTypes[mutation]}!) { ${mutation}(input: $input) {
    waitlistEntry { ${entryFields} } userErrors { code field message } } }`;
  const { status, data, errors } = await ask(viewer, document, { input });
  if (status !== 200 || errors) throw new Error(`${mutation} answered ${status}: ${JSON.stringify(errors)}`);
  const { waitlistEntry, userErrors } = data[mutation];
  return { entry: waitlistEntry, userErrors };
}
