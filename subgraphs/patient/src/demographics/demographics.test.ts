import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const admin: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
});
afterAll(() => patients.close());

const zoe = { givenName: "Zoë", familyName: "Ångström", birthDate: "1984-02-29" };
const addresses = [
  { use: "HOME", lines: ["Storgatan 1", "lgh 1204"], city: "Uppsala", postalCode: "753 31", country: "SE" },
  { use: "WORK", lines: ["Drottninggatan 7"], city: "Stockholm", state: "Stockholms län", country: "SE" },
];
const contacts = [
  { system: "PHONE", use: "WORK", value: "+46 8 123 45 67" },
  { system: "EMAIL", value: "zoe@arbete.example" },
];
const emergencyContacts = [
  { name: "Åsa Ångström", relationship: "mother", phone: "+46 18 765 43 21" },
  { name: "李娜", phone: "+86 10 6552 9988" },
];

const shown = `id version birthDate deceasedDate gender address { line city postalCode country }
  addresses { use lines city state postalCode country } contacts { system use value }
  emergencyContacts { name relationship phone } settings { preferredChannel needsInterpreter }`;

async function run(mutation: "registerPatient" | "updatePatient", input: object) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await patients.query(
    staff,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { patient { ${shown} } userErrors { code field } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[mutation];
}

const register = (input: object = {}) => run("registerPatient", { ...zoe, ...input });

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  patients.orm.em.getConnection().execute(statement);

describe("a patient's demographics", () => {
  it("are several addresses, ways to reach them, whom to call, and how they like to be dealt with", async () => {
    const settings = { preferredChannel: "SMS", needsInterpreter: true };
    const { patient, userErrors } = await register({
      ...{ addresses, contacts, emergencyContacts, settings, gender: "FEMALE" },
    });
    expect(userErrors).toEqual([]);
    expect(patient).toMatchObject({
      gender: "FEMALE",
      address: { line: "Storgatan 1, lgh 1204", city: "Uppsala", postalCode: "753 31", country: "SE" },
      addresses: addresses.map((address) => ({ state: null, postalCode: null, ...address })),
      contacts: [
        { system: "PHONE", use: "WORK", value: "+4681234567" },
        { system: "EMAIL", use: null, value: "zoe@arbete.example" },
      ],
      emergencyContacts: [
        { name: "Åsa Ångström", relationship: "mother", phone: "+46187654321" },
        { name: "李娜", relationship: null, phone: "+861065529988" },
      ],
      settings,
    });
  });

  it("are sealed, and in no event", async () => {
    const { patient } = await register({ addresses, contacts, emergencyContacts });
    const rows = await sql(`select * from patient where id = '${patient.id}'`);
    const events = await sql(`select * from outbox_event where aggregate_id = '${patient.id}'`);
    expect(JSON.stringify([rows, events])).not.toMatch(/Storgatan|arbete|4681234567|Åsa|mother/);
    expect(rows[0]).toMatchObject({ address: null, addresses: expect.stringMatching(/^v2\./) });
  });

  it("are empty when nobody said anything", async () => {
    const { patient } = await register();
    expect(patient).toMatchObject({
      ...{ address: null, addresses: [], contacts: [], emergencyContacts: [] },
      settings: { preferredChannel: null, needsInterpreter: false },
    });
  });

  it("stay when they are absent, are replaced as a list, and removed by null", async () => {
    const { patient } = await register({
      ...{ addresses, contacts, emergencyContacts, settings: { preferredChannel: "EMAIL", needsInterpreter: true } },
    });
    const changed = await run("updatePatient", {
      id: patient.id,
      expectedVersion: 1,
      addresses: [addresses[1]],
      contacts: null,
      settings: { preferredChannel: null },
    });
    expect(changed).toMatchObject({
      userErrors: [],
      patient: {
        version: 2,
        address: { line: "Drottninggatan 7" },
        addresses: [{ use: "WORK" }],
        contacts: [],
        emergencyContacts: patient.emergencyContacts,
        settings: { preferredChannel: null, needsInterpreter: true },
      },
    });
    const same = await run("updatePatient", { id: patient.id, expectedVersion: 2, addresses: [addresses[1]] });
    expect(same.patient.version).toBe(2);
  });

  it.each([
    ["an address that says nothing", { addresses: [{ use: "HOME" }] }, "addresses.0.lines"],
    ["a country that is none", { addresses: [{ use: "HOME", country: "QQ" }] }, "addresses.0.country"],
    ["five lines", { addresses: [{ use: "HOME", lines: ["1", "2", "3", "4", "5"] }] }, "addresses.0.lines"],
    ["eleven addresses", { addresses: Array(11).fill(addresses[0]) }, "addresses"],
    ["a phone that is an e-mail address", { contacts: [{ system: "SMS", value: "a@b.example" }] }, "contacts.0.value"],
    ["an e-mail address that is a phone", { contacts: [{ system: "EMAIL", value: "+46123456" }] }, "contacts.0.value"],
    ["nobody to call", { emergencyContacts: [{ name: " ", phone: "+46123456" }] }, "emergencyContacts.0.name"],
    ["somebody without a number", { emergencyContacts: [{ name: "Åsa", phone: "1" }] }, "emergencyContacts.0.phone"],
    ["a name without a letter", { familyName: "123" }, "familyName"],
    ["a name that cannot be seen", { familyName: "a\u202eb" }, "familyName"],
    ["a name of two lines", { familyName: "a\u2028b" }, "familyName"],
    ["a name that turns what follows", { familyName: "a\u061cb" }, "familyName"],
    ["a birth before anybody's", { birthDate: "1000-01-01" }, "birthDate"],
  ])("are not %s", async (_what, input, path) => {
    expect(await register(input)).toEqual({
      patient: null,
      userErrors: [{ code: "VALIDATION_FAILED", field: path.split(".") }],
    });
  });

  it.each(["李", "محمد", "नरेंद्र", "D’Arcy-Müller", "می‌خواهم"])("take the name %s", async (familyName) => {
    expect((await register({ familyName })).userErrors).toEqual([]);
  });

  it("take somebody who was born today where the day begins first", async () => {
    const today = new Date(Date.now() + 13 * 3_600_000).toISOString().slice(0, 10);
    expect((await register({ birthDate: today })).userErrors).toEqual([]);
  });

  it("have nobody die before they are born", async () => {
    const { patient } = await register();
    const change = { id: patient.id, expectedVersion: 1 };
    expect((await run("updatePatient", { ...change, deceasedDate: "1984-02-28" })).userErrors).toEqual([
      { code: "VALIDATION_FAILED", field: ["deceasedDate"] },
    ]);
    await run("updatePatient", { ...change, deceasedDate: "2020-01-01" });
    expect((await run("updatePatient", { ...change, expectedVersion: 2, birthDate: "2020-01-02" })).userErrors).toEqual(
      [{ code: "VALIDATION_FAILED", field: ["birthDate"] }],
    );
  });

  it("have no day of death that is to come", async () => {
    const { patient } = await register();
    // Tomorrow has begun already in the east.
    const inTwoDays = new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10);
    const change = { id: patient.id, expectedVersion: 1, deceasedDate: inTwoDays };
    expect((await run("updatePatient", change)).userErrors).toEqual([
      { code: "VALIDATION_FAILED", field: ["deceasedDate"] },
    ]);
  });

  it("change, although the days that somebody brought along before are wrong", async () => {
    const { patient } = await register();
    await patients.database.asOwner(`update patient set deceased_date = '1984-02-28' where id = '${patient.id}'`);
    const change = { id: patient.id, expectedVersion: 1, contacts };
    expect((await run("updatePatient", change)).userErrors).toEqual([]);
  });

  it("lose all settings by null, and one by its null", async () => {
    const all = { preferredChannel: "SMS", needsInterpreter: true };
    const { patient } = await register({ settings: all });
    const change = (version: number, settings: object | null) =>
      run("updatePatient", { id: patient.id, expectedVersion: version, settings });
    expect((await change(1, { needsInterpreter: null })).patient.settings).toEqual({ ...all, needsInterpreter: false });
    await change(2, all);
    expect((await change(3, null)).patient.settings).toEqual({ preferredChannel: null, needsInterpreter: false });
  });

  it("cost no statement of their own, however many patients", async () => {
    for (const first of [1, 10]) {
      patients.statements.length = 0;
      const { data } = await patients.query(staff, `{ patients(first: ${first}) { nodes { ${shown} } } }`);
      expect(data.patients.nodes).toHaveLength(first);
      expect(patients.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(1);
    }
  });
});

describe("a plain address of before there were several", () => {
  it("is where the patient lives, until addresses are written", async () => {
    const { patient } = await register();
    const old = JSON.stringify({ line: "1 Main Street", city: "Somerville", country: "US" });
    await patients.database.asOwner(`update patient set address = '${old}' where id = '${patient.id}'`);
    const { data } = await patients.query(staff, `{ patient(id: "${patient.id}") { ${shown} } }`);
    expect(data.patient).toMatchObject({
      address: { line: "1 Main Street", city: "Somerville" },
      addresses: [{ use: "HOME", lines: ["1 Main Street"], city: "Somerville", country: "US" }],
    });
    await run("updatePatient", { id: patient.id, expectedVersion: 1, addresses: [addresses[1]] });
    expect(await sql(`select address from patient where id = '${patient.id}'`)).toEqual([{ address: null }]);
  });
});

describe("an imported address", () => {
  it("takes the place of the one where the patient lives, and of no other; without one nothing changes", async () => {
    const row = { externalId: "p-2", ...zoe, address: { line: "1 Main Street", country: "US" } };
    await patients.import(admin, "patients", [row]);
    const here = async () => {
      const { data } = await patients.query(
        staff,
        '{ patients(filter: { externalId: "p-2" }) { nodes { id version addresses { use lines } } } }',
      );
      return data.patients.nodes[0];
    };
    const { id } = await here();
    await run("updatePatient", { id, expectedVersion: 1, addresses: [addresses[1], addresses[0]] });
    const work = { use: "WORK", lines: ["Drottninggatan 7"] };
    await patients.import(admin, "patients", [row]);
    const moved = [work, { use: "HOME", lines: ["1 Main Street"] }];
    expect(await here()).toMatchObject({ version: 3, addresses: moved });
    expect(await patients.import(admin, "patients", [row])).toMatchObject({ unchanged: 1 });
    expect(await patients.import(admin, "patients", [{ externalId: "p-2", ...zoe }])).toMatchObject({ unchanged: 1 });
    expect(await here()).toMatchObject({ version: 3, addresses: moved });
    await run("updatePatient", { id, expectedVersion: 3, addresses: [addresses[1]] });
    await patients.import(admin, "patients", [row]);
    expect((await here()).addresses).toEqual([moved[1], work]);
  });

  it("is sealed, and unchanged the second time", async () => {
    const row = { externalId: "p-1", ...zoe, address: { line: "1 Main Street", state: "MA", country: "US" } };
    expect(await patients.import(admin, "patients", [row])).toMatchObject({ accepted: 1 });
    expect(await patients.import(admin, "patients", [row])).toMatchObject({ unchanged: 1 });
    const [stored] = await sql("select address, addresses from patient where external_id = 'p-1'");
    expect(stored).toEqual({ address: null, addresses: expect.stringMatching(/^v2\./) });
    const { data } = await patients.query(
      staff,
      '{ patients(filter: { externalId: "p-1" }) { nodes { address { line state } addresses { use lines } } } }',
    );
    expect(data.patients.nodes).toEqual([
      { address: { line: "1 Main Street", state: "MA" }, addresses: [{ use: "HOME", lines: ["1 Main Street"] }] },
    ]);
  });
});
