/**
 * What the subgraphs are asked: word for word what the gateway asks them for the same operations, so that the two differ
 * in what they do themselves and in nothing else. A test compares them with the gateway's plans.
 */
export const documents = {
  dashboard: {
    viewer: "query Dashboard__identity__0{viewer{id displayName roles organization{name timeZone currency}}}",
    patients: "query Dashboard__patient__1($first:Int!){patients(first:$first){nodes{id fullName mrn}}}",
    providers:
      "query Dashboard__provider__2($first:Int!){providers(first:$first){nodes{id fullName specialties{name}}}}",
    appointments:
      "query Dashboard__appointment__3($first:Int!$now:DateTime!){upcoming:appointments(first:$first filter:{from:$now}){nodes{id startsAt status patient{__typename id}provider{__typename id}}}past:appointments(first:$first filter:{to:$now}orderBy:STARTS_AT_DESC){nodes{id startsAt status patient{__typename id}provider{__typename id}}}appointmentSummary{total upcoming cancelled}}",
    upcomingPatients:
      "query Dashboard__patient__4($representations:[_Any!]!){_entities(representations:$representations){...on Patient{fullName mrn}}}",
    upcomingProviders:
      "query Dashboard__provider__5($representations:[_Any!]!){_entities(representations:$representations){...on Provider{fullName}}}",
    pastPatients:
      "query Dashboard__patient__6($representations:[_Any!]!){_entities(representations:$representations){...on Patient{fullName}}}",
    pastProviders:
      "query Dashboard__provider__7($representations:[_Any!]!){_entities(representations:$representations){...on Provider{fullName}}}",
    invoices:
      "query Dashboard__billing__8($first:Int!){invoices(first:$first){nodes{id status total{amount currency}patient{__typename id}}}}",
    invoicePatients:
      "query Dashboard__patient__9($representations:[_Any!]!){_entities(representations:$representations){...on Patient{fullName}}}",
  },
  search: {
    patients:
      "query Search__patient__0($first:Int!$search:String!){patients(first:$first filter:{search:$search}){totalCount nodes{id fullName mrn birthDate}}}",
  },
  slots: {
    slots:
      "query Slots__appointment__0($input:AvailableSlotsInput!){availableSlots(input:$input){startsAt endsAt visitType provider{__typename id}}}",
    providers:
      "query Slots__provider__1($representations:[_Any!]!){_entities(representations:$representations){...on Provider{fullName}}}",
  },
  booking: {
    book: "mutation Book__appointment__0($input:BookAppointmentInput!){bookAppointment(input:$input){userErrors{code field message}appointment{id status startsAt version patient{__typename id}provider{__typename id}}}}",
    patient:
      "query Book__patient__1($representations:[_Any!]!){_entities(representations:$representations){...on Patient{fullName}}}",
    provider:
      "query Book__provider__2($representations:[_Any!]!){_entities(representations:$representations){...on Provider{fullName}}}",
  },
  billing: {
    books:
      "query Billing__billing__0($first:Int!){invoiceTotals{status count total{amount currency}balance{amount}}invoices(first:$first){nodes{id number status issuedAt total{amount currency}balance{amount}patient{__typename id}payments{status method amount{amount currency}}}}paymentSummary{paid{amount currency}pending{amount}failed{amount}}payments(first:$first){nodes{id status receivedAt amount{amount currency}invoice{id number patient{__typename id}}}}}",
    invoicePatients:
      "query Billing__patient__1($representations:[_Any!]!){_entities(representations:$representations){...on Patient{fullName mrn}}}",
    paymentPatients:
      "query Billing__patient__2($representations:[_Any!]!){_entities(representations:$representations){...on Patient{fullName}}}",
  },
} as const;
