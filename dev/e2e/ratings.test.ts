import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { repositoryRoot } from "../src/repository.root.ts";
import { openFrontDesk } from "./front.desk.ts";
import { ask, tokenFor } from "./running.system.ts";
import { inDatabase } from "./system.database.ts";

/** How long averages may be behind the ratings that they are of. */
const patience = { timeout: 15_000, interval: 200 };
const feedback = "Explained everything twice, and did not mind";

it("a visit is booked, takes place, is rated, moderated and shown, and its score counts", async () => {
  const [staff, doctor, patient] = await Promise.all(
    ["staff", "doctor", "patient"].map((name) => tokenFor(`${name}@careconnect.test`)),
  );
  const give = async (token: string | undefined, command: string, type: string, input: object, selection: string) => {
    const { data, errors } = await ask(
      token,
      `mutation ($input: ${type}!) { ${command}(input: $input) { ${selection} userErrors { code } } }`,
      { input },
    );
    expect(errors).toBeUndefined();
    expect(data[command].userErrors).toEqual([]);
    return data[command];
  };
  const { viewer } = (await ask(patient, "{ viewer { patient { id } } }")).data;
  const desk = await openFrontDesk(String(staff));
  const [slot] = await desk.freeSlots(1);
  const { appointment } = await desk.book(viewer.patient.id, String(slot));
  // It is due, whatever the doctor's hours are, and of another day than today's, which pages show.
  await inDatabase("appointment", (client) =>
    client.query(
      `update appointment set starts_at = now() - interval '50 days', ends_at = now() - interval '49 days 23 hours',
         blocked_from = null, blocked_until = null, overbooked = true where id = $1`,
      [appointment.id],
    ),
  );
  const summary = { complaint: "Cough", findings: "None", assessment: "A cold", plan: "Tea", prescriptions: [] };
  const consultation = "consultation { id }";
  await give(doctor, "startConsultation", "AppointmentCommandInput", { id: appointment.id }, consultation);
  const done = { id: appointment.id, summary };
  await give(doctor, "completeConsultation", "CompleteConsultationInput", done, consultation);

  const { rating } = await give(
    ...([patient, "rateProvider", "RateProviderInput"] as const),
    { appointmentId: appointment.id, score: 5, feedback },
    "rating { id version status provider { id ratingCount } }",
  );
  expect(rating.status).toBe("PENDING");
  const provider = async () => {
    const { data, errors } = await ask(
      patient,
      `query ($id: ID!) { provider(id: $id) { averageRating ratingCount ratings { nodes { id score feedback } } } }`,
      { id: rating.provider.id },
    );
    expect(errors).toBeUndefined();
    return data.provider;
  };
  // The demo has no other ratings.
  await expect.poll(provider, patience).toEqual({ averageRating: 5, ratingCount: 1, ratings: { nodes: [] } });

  const queue = await ask(
    staff,
    "{ ratings(filter: { status: [PENDING] }) { nodes { id patient { id } appointment { id rating { id } } } } }",
  );
  expect(queue.data.ratings.nodes).toEqual([
    { id: rating.id, patient: viewer.patient, appointment: { id: appointment.id, rating: { id: rating.id } } },
  ]);
  const decision = { id: rating.id, decision: "PUBLISH", expectedVersion: rating.version };
  await give(staff, "moderateRating", "ModerateRatingInput", decision, "rating { status }");
  const shown = { averageRating: 5, ratingCount: 1, ratings: { nodes: [{ id: rating.id, score: 5, feedback }] } };
  expect(await provider()).toEqual(shown);

  const program = join(repositoryRoot, "dev/dist/src/ratings/rebuild.command.js");
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env: process.env, timeout: 60_000 });
  expect(stdout).toBe("Made the averages of all providers anew from 1 ratings.\n");
  expect(await provider()).toEqual(shown);

  const fields = "rating { status }";
  expect(await give(patient, "withdrawRating", "WithdrawRatingInput", { id: rating.id }, fields)).toMatchObject({
    rating: { status: "WITHDRAWN" },
  });
  await expect.poll(provider, patience).toEqual({ averageRating: null, ratingCount: 0, ratings: { nodes: [] } });
});
