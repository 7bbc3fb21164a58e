import { GraphQLError } from "graphql";
import type { SubgraphDefinition } from "./test.subgraph.ts";

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;

const patients = [
  { id: "p1", name: "Ada", email: "ada@example.test" },
  { id: "p2", name: "Grace", email: "grace@example.test" },
];

/** Three small subgraphs that join in both directions. */
export const clinicGraph: readonly SubgraphDefinition[] = [
  {
    name: "patient",
    typeDefs: `${link}
      type Query { patient(id: ID!): Patient patients: [Patient!] }
      type Patient @key(fields: "id") { id: ID! name: String! email: String }`,
    resolvers: {
      Query: {
        patient: (_: unknown, { id }: { id: string }) => patients.find((found) => found.id === id),
        patients: () => patients,
      },
      Patient: { __resolveReference: ({ id }: { id: string }) => patients.find((found) => found.id === id) },
    },
  },
  {
    name: "appointment",
    typeDefs: `${link}
      type Query { appointments: [Appointment!] leak: String refused: String slow: String orphan: Appointment }
      type Mutation { book(reason: String!): Appointment }
      type Subscription { booked: Appointment }
      type Appointment @key(fields: "id") { id: ID! reason: String patient: Patient }
      type Patient @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: {
        appointments: () => [
          { id: "a1", reason: "cough", patient: { id: "p1" } },
          { id: "a2", reason: null, patient: { id: "p2" } },
          { id: "a3", reason: "fever", patient: null },
        ],
        leak: () => {
          throw new Error("secret at http://internal.example:4002/graphql for ada@example.test");
        },
        refused: () => {
          throw new GraphQLError("Only administrators may do this.", {
            extensions: {
              code: "FORBIDDEN",
              response: { url: "http://internal.example" },
              stacktrace: ["at x"],
              http: { status: 418 },
            },
          });
        },
        orphan: () => ({ id: "a0", patient: { id: "nobody" } }),
        slow: () => new Promise((resolve) => setTimeout(() => resolve("done"), 400)),
      },
      Mutation: { book: (_: unknown, { reason }: { reason: string }) => ({ id: "a9", reason }) },
    },
  },
  {
    name: "billing",
    typeDefs: `${link}
      type Query { invoices: [Invoice!] }
      type Patient @key(fields: "id") { id: ID! balance: Int status: String }
      type Invoice { id: ID! total: Int! }`,
    resolvers: {
      Query: { invoices: () => [{ id: "i1", total: 100 }] },
      Patient: { balance: ({ id }: { id: string }) => (id === "p1" ? 10 : 20), status: () => "OPEN" },
    },
  },
];
