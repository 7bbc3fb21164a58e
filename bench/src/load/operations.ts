/** What is asked under load; the aggregator's documents are those that the gateway makes of these. */
export const operations = {
  dashboard: /* GraphQL */ `
    query Dashboard($first: Int!, $now: DateTime!) {
      viewer { id displayName roles organization { name timeZone currency } }
      patients(first: $first) { nodes { id fullName mrn } }
      providers(first: $first) { nodes { id fullName specialties { name } } }
      upcoming: appointments(first: $first, filter: { from: $now }) {
        nodes { id startsAt status patient { fullName mrn } provider { fullName } }
      }
      past: appointments(first: $first, filter: { to: $now }, orderBy: STARTS_AT_DESC) {
        nodes { id startsAt status patient { fullName } provider { fullName } }
      }
      invoices(first: $first) { nodes { id status total { amount currency } patient { fullName } } }
      appointmentSummary { total upcoming cancelled }
    }
  `,
  search: /* GraphQL */ `
    query Search($first: Int!, $search: String!) {
      patients(first: $first, filter: { search: $search }) { totalCount nodes { id fullName mrn birthDate } }
    }
  `,
  slots: /* GraphQL */ `
    query Slots($input: AvailableSlotsInput!) {
      availableSlots(input: $input) { startsAt endsAt visitType provider { id fullName } }
    }
  `,
  booking: /* GraphQL */ `
    mutation Book($input: BookAppointmentInput!) {
      bookAppointment(input: $input) {
        userErrors { code field message }
        appointment { id status startsAt version patient { fullName } provider { fullName } }
      }
    }
  `,
  billing: /* GraphQL */ `
    query Billing($first: Int!) {
      invoiceTotals { status count total { amount currency } balance { amount } }
      invoices(first: $first) {
        nodes {
          id number status issuedAt total { amount currency } balance { amount }
          patient { fullName mrn } payments { status method amount { amount currency } }
        }
      }
      paymentSummary { paid { amount currency } pending { amount } failed { amount } }
      payments(first: $first) {
        nodes { id status receivedAt amount { amount currency } invoice { id number patient { fullName } } }
      }
    }
  `,
} as const;

export type OperationName = keyof typeof operations;

/** What each of the sockets asks. */
export const appointmentChanges = /* GraphQL */ `
  subscription Changes {
    appointmentChanged {
      cursor
      appointment { id status startsAt reason patient { fullName } provider { fullName } }
    }
  }
`;
