import { randomUUID } from "node:crypto";
import { boundEntityManager, markRestricted } from "@careconnect/kit";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestBrowser } from "../testing/test.browser.ts";
import { startTestIdentity, type TestIdentity } from "../testing/test.identity.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const patientId = "0199d000-0000-7000-8000-000000000001";
const reason = "Unconscious in the emergency room.";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.close());

async function signIn(email: string) {
  const browser = openTestBrowser(identity.subgraph.issuer.issuer, identity.subgraph.url);
  const { tokens } = await identity.signIn(browser, email);
  let refreshToken = tokens.refresh_token;
  return {
    token: tokens.access_token as string,
    async refreshed(): Promise<string> {
      const form = { grant_type: "refresh_token", refresh_token: refreshToken };
      const { body } = await identity.post("token", form, identity.web);
      refreshToken = body.refresh_token;
      return body.access_token;
    },
  };
}

const start = `mutation ($patientId: ID!, $reason: String!, $key: String) {
  breakGlass(input: { patientId: $patientId, reason: $reason, idempotencyKey: $key }) {
    access { id userId reason expiresAt patient { id } } userErrors { code field }
  }
}`;
const end = "mutation ($id: ID!) { endBreakGlass(input: { id: $id }) { access { endedAt } userErrors { code } } }";
const review =
  "mutation ($id: ID!, $note: String!) { reviewBreakGlass(input: { id: $id, note: $note }) { access { reviewedAt reviewNote } userErrors { code } } }";
const mine = "{ viewer { breakGlassAccesses { id expiresAt patient { id } } } }";
const list =
  "query ($reviewed: Boolean) { breakGlassAccesses(reviewed: $reviewed) { totalCount nodes { id reason reviewNote } } }";

describe("breaking the glass", () => {
  it("gives access to one patient for thirty minutes, which the next token carries, and is announced", async () => {
    const doctor = await signIn("doctor@careconnect.test");
    expect(decodeJwt(doctor.token)).not.toHaveProperty("break_glass");
    const { data, errors } = await identity.query(doctor.token, start, { patientId, reason });
    expect(errors).toBeUndefined();
    const { access, userErrors } = data.breakGlass;
    expect(userErrors).toEqual([]);
    expect(access).toMatchObject({ userId: decodeJwt(doctor.token).sub, reason, patient: { id: patientId } });
    const exp = Math.floor(Date.parse(access.expiresAt) / 1_000);
    expect(Math.abs(exp - Date.now() / 1_000 - 1_800)).toBeLessThan(30);
    expect(decodeJwt(await doctor.refreshed()).break_glass).toEqual([{ patient_id: patientId, exp }]);

    const told = await identity.sql("select type, payload from outbox_event where type like 'access.break_glass.%'");
    expect(told).toEqual([
      {
        type: "access.break_glass.started",
        payload: { accessId: access.id, userId: access.userId, patientId, expiresAt: access.expiresAt },
      },
    ]);
    const audited = await identity.sql(
      "select entity_ids, subject_ids from audit_entry where 'break-glass.start' = any(actions)",
    );
    expect(audited).toEqual([{ entity_ids: [access.id], subject_ids: [patientId] }]);
    const [row] = await identity.sql("select reason from break_glass_access");
    expect(row?.reason).not.toContain("Unconscious");

    expect((await identity.query(doctor.token, end, { id: access.id })).data.endBreakGlass.userErrors).toEqual([]);
    expect(decodeJwt(await doctor.refreshed())).not.toHaveProperty("break_glass");
    const again = await identity.query(doctor.token, end, { id: access.id });
    expect(again.data.endBreakGlass.userErrors).toEqual([{ code: "ILLEGAL_TRANSITION" }]);
  });

  it("is reviewed by an administrator, and never by whoever did it", async () => {
    const [nurse, admin] = [await signIn("nurse@careconnect.test"), await signIn("admin@careconnect.test")];
    const { data } = await identity.query(nurse.token, start, { patientId, reason });
    const { id } = data.breakGlass.access;
    const waiting = await identity.query(admin.token, list, { reviewed: false });
    expect(waiting.data.breakGlassAccesses.nodes).toContainEqual({ id, reason, reviewNote: null });
    const note = "The patient was in danger: justified.";
    const reviewed = await identity.query(admin.token, review, { id, note });
    expect(reviewed.data.reviewBreakGlass).toEqual({
      access: { reviewedAt: expect.any(String), reviewNote: note },
      userErrors: [],
    });
    expect((await identity.query(admin.token, review, { id, note })).data.reviewBreakGlass.userErrors).toEqual([
      { code: "ILLEGAL_TRANSITION" },
    ]);
    const own = await identity.query(admin.token, start, { patientId, reason });
    const ownReview = await identity.query(admin.token, review, { id: own.data.breakGlass.access.id, note });
    expect(ownReview.data.reviewBreakGlass.userErrors).toEqual([{ code: "OWN_ACCESS" }]);
    expect((await identity.query(nurse.token, list)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    const other = await signIn("admin@otherclinic.test");
    expect((await identity.query(other.token, list)).data.breakGlassAccesses).toEqual({ totalCount: 0, nodes: [] });
    expect((await identity.query(other.token, review, { id, note })).data.reviewBreakGlass.userErrors).toEqual([
      { code: "NOT_FOUND" },
    ]);
  });

  it("is refused to front desk and patients, without a reason, and for more than five patients at a time", async () => {
    for (const email of ["staff@careconnect.test", "patient@careconnect.test"]) {
      const { errors } = await identity.query((await signIn(email)).token, start, { patientId, reason });
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    const { token } = await signIn("doctor@careconnect.test");
    const short = await identity.query(token, start, { patientId, reason: "urgent" });
    expect(short.data.breakGlass.userErrors).toEqual([{ code: "VALIDATION_FAILED", field: ["reason"] }]);
    const attempts = Array.from({ length: 8 }, (_, n) =>
      identity.query(token, start, { patientId: patientId.replace(/1$/, String(n)), reason }),
    );
    const codes = (await Promise.all(attempts)).flatMap(({ data }) => data.breakGlass.userErrors);
    expect(codes).toEqual(Array.from({ length: 3 }, () => ({ code: "TOO_MANY_ACCESSES", field: ["patientId"] })));
  });

  it("is told to whoever has it, and to nobody else, until it is given back", async () => {
    const [admin, nurse] = [await signIn("admin@careconnect.test"), await signIn("nurse@careconnect.test")];
    const held = async (token: string): Promise<readonly { id: string }[]> =>
      (await identity.query(token, mine)).data.viewer.breakGlassAccesses;
    const [before, ofNurse] = [await held(admin.token), await held(nurse.token)];
    const { data } = await identity.query(admin.token, start, { patientId, reason });
    const { id, expiresAt } = data.breakGlass.access;
    expect(await held(admin.token)).toEqual([{ id, expiresAt, patient: { id: patientId } }, ...before]);
    expect(await held(nurse.token)).toEqual(ofNurse);
    await identity.query(admin.token, end, { id });
    expect(await held(admin.token)).toEqual(before);
    expect(await held((await signIn("staff@careconnect.test")).token)).toEqual([]);
    await identity.sql("update break_glass_access set expires_at = now()");
    expect(await held(nurse.token)).toEqual([]);
  });

  it("with the same key happens once", async () => {
    const { token } = await signIn("nurse@careconnect.test");
    const asked = { patientId, reason, key: "one-emergency" };
    const [one, other] = [await identity.query(token, start, asked), await identity.query(token, start, asked)];
    expect(other.data.breakGlass.access.id).toBe(one.data.breakGlass.access.id);
  });

  it("says the same of a patient whose record is restricted as of one who is not there", async () => {
    const nurse = await signIn("nurse@careconnect.test");
    const restricted = randomUUID();
    const em = boundEntityManager(identity.subgraph.orm, organizationId);
    await em.transactional((em) => markRestricted(em, randomUUID(), [restricted]));
    for (const id of [restricted, randomUUID()]) {
      const { data } = await identity.query(nurse.token, start, { patientId: id, reason });
      expect(data.breakGlass).toMatchObject({ access: { patient: { id } }, userErrors: [] });
      await identity.query(nurse.token, end, { id: data.breakGlass.access.id });
    }
  });
});
