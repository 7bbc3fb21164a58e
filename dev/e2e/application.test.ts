import { createHash, randomBytes, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { createCookieJar } from "../src/sign-in/cookie.jar.ts";
import { type FrontDesk, openFrontDesk } from "./front.desk.ts";
import { ask, tokenFor, url } from "./running.system.ts";

const redirectUri = "https://calendar.example/callback";

let desk: FrontDesk;
beforeAll(async () => {
  desk = await openFrontDesk(await tokenFor("staff@careconnect.test"));
});

/** An application of a partner's, as an administrator registers it. */
async function registerApplication(scopes: readonly string[]): Promise<{ id: string; secret: string }> {
  const { data } = await ask(
    await tokenFor("admin@careconnect.test"),
    "mutation ($input: CreateClientInput!) { createClient(input: $input) { client { id } secret userErrors { code } } }",
    { input: { name: "Visit Calendar", kind: "CONFIDENTIAL", scopes, redirectUris: [redirectUri] } },
  );
  expect(data.createClient.userErrors).toEqual([]);
  return { id: data.createClient.client.id, secret: data.createClient.secret };
}

/** Goes through the router to a page of identity, or to the application, wherever redirects lead. */
function openBrowser() {
  const jar = createCookieJar();
  return async function open(address: string, form?: Record<string, string>): Promise<{ url: URL; text: string }> {
    const at = new URL(address, url);
    if (at.origin !== new URL(url).origin) return { url: at, text: "" };
    const response = await fetch(at, {
      redirect: "manual",
      headers: { accept: "text/html", cookie: jar.headerFor(at.pathname), ...(form && { origin: at.origin }) },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    jar.keep(response);
    const location = response.headers.get("location");
    return location === null ? { url: at, text: await response.text() } : open(new URL(location, at).href);
  };
}

const formToken = (text: string) => ({ form_token: /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? "" });

/** What a person who lets the application do what it asks for gives it: a token. */
async function letAct(application: { id: string; secret: string }, email: string, scope: string): Promise<string> {
  const open = openBrowser();
  const verifier = randomBytes(32).toString("base64url");
  const asked = new URLSearchParams({
    client_id: application.id,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: `openid ${scope}`,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const signIn = await open(`/oidc/auth?${asked}`);
  const consent = await open(signIn.url.href, { ...formToken(signIn.text), email, password: "careconnect" });
  expect(consent.text).toContain("Let Visit Calendar act for you?");
  const back = await open(consent.url.href, { ...formToken(consent.text), decision: "allow" });
  const response = await fetch(`${url}/oidc/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${application.id}:${application.secret}`).toString("base64")}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: back.url.searchParams.get("code") ?? "",
      code_verifier: verifier,
      redirect_uri: redirectUri,
    }),
  });
  const answer = (await response.json()) as { access_token?: string };
  expect(answer).toMatchObject({ access_token: expect.any(String), scope });
  return String(answer.access_token);
}

describe("a patient's application", () => {
  it("reads the patient's own appointments, books none, and sees no other patient", async () => {
    const patient = "patient@careconnect.test";
    const { data: whoami } = await ask(await tokenFor(patient), "{ viewer { patient { id } } }");
    const own = whoami.viewer.patient.id;
    const [ownSlot, othersSlot, free] = await desk.freeSlots(3);
    const other = await desk.registerPatient();
    const { appointment } = await desk.book(own, String(ownSlot));
    await desk.book(other, String(othersSlot));

    const scopes = ["appointments.read", "records.read"];
    const token = await letAct(await registerApplication(scopes), patient, scopes.join(" "));
    const { data, errors } = await ask(
      token,
      `query ($own: ID!, $other: ID!, $appointment: ID!) {
        appointment(id: $appointment) { id patient { id fullName } }
        appointments(first: 100) { nodes { patient { id } } }
        others: appointments(filter: { patientId: $other }) { totalCount }
        me: patient(id: $own) { id fullName }
        other: patient(id: $other) { id }
        patients { totalCount }
      }`,
      { own, other, appointment: appointment.id },
    );
    expect(errors).toBeUndefined();
    expect(data.appointment.patient).toEqual(data.me);
    expect(new Set(data.appointments.nodes.map((node: { patient: { id: string } }) => node.patient.id))).toEqual(
      new Set([own]),
    );
    expect(data).toMatchObject({ others: { totalCount: 0 }, other: null, patients: { totalCount: 1 } });

    const booking = await ask(
      token,
      "mutation ($input: BookAppointmentInput!) { bookAppointment(input: $input) { userErrors { code } } }",
      {
        input: {
          patientId: own,
          providerId: (await ask(await tokenFor(patient), "{ providers(first: 1) { nodes { id } } }")).data.providers
            .nodes[0].id,
          startsAt: free,
          visitType: "IN_PERSON",
          reason: "Check-up",
          idempotencyKey: randomUUID(),
        },
      },
    );
    expect(booking.data?.bookAppointment ?? null).toBeNull();
    expect(booking.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    const closed = await ask(
      token,
      "{ dashboardMetrics(period: ALL) { patients } viewer { id } invoices { totalCount } }",
    );
    expect(closed.errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN", "FORBIDDEN", "FORBIDDEN"]);
  });
});
