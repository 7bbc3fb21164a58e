/** What the dashboard asks: root lists and, below them, references alone. `$first` is the page size of every list. */
export const dashboardQuery = /* GraphQL */ `
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
`;
