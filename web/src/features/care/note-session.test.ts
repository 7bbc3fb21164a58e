import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createNoteSession, type Found, type KeptNote, type SavedNote, type Written } from "./note-session.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Server {
  readonly saved?: SavedNote | null;
  readonly kept?: KeptNote | null;
  readonly write?: (text: string, note: object | null) => Promise<Written>;
  readonly read?: SavedNote | null | (() => Found);
}

function open({ saved = null, kept = null, write, read = null }: Server = {}) {
  const device: { kept: KeptNote | null } = { kept };
  const written: { text: string; note: object | null }[] = [];
  let version = saved?.version ?? 0;
  const session = createNoteSession({
    saved,
    kept,
    keep: (next) => {
      device.kept = next;
    },
    write: async (text, note) => {
      written.push({ text, note });
      if (write) {
        return write(text, note);
      }
      version += 1;
      return { kind: "done", note: { id: "n1", version } };
    },
    read: async () =>
      typeof read === "function" ? read() : read === null ? { kind: "gone" } : { kind: "found", note: read },
  });
  return { session, device, written };
}

const pause = () => vi.advanceTimersByTimeAsync(1_500);

test("what is typed is kept on the device at once, and saved when typing pauses", async () => {
  const { session, device, written } = open();
  session.type("Cou");
  session.type("Cough");
  expect(device.kept).toEqual({ text: "Cough", note: null });
  expect(written).toEqual([]);
  await pause();
  expect(written).toEqual([{ text: "Cough", note: null }]);
  expect(session.current()).toMatchObject({ saving: "saved", text: "Cough" });
  expect(device.kept).toBeNull();
  session.type("Cough for a week");
  await pause();
  expect(written[1]).toEqual({ text: "Cough for a week", note: { id: "n1", version: 1 } });
});

test("without an answer the same is sent again before anything newer, so that there are never two drafts", async () => {
  let away = true;
  const answered: Written[] = [];
  const { session, device, written } = open({
    write: async () => {
      if (away) {
        return { kind: "unknown" };
      }
      answered.push({ kind: "done", note: { id: "n1", version: answered.length + 1 } });
      return answered.at(-1) as Written;
    },
  });
  session.type("Cough");
  await pause();
  expect(session.current().saving).toBe("failed");
  session.type("Cough for a week");
  expect(device.kept?.text).toBe("Cough for a week");
  away = false;
  await vi.advanceTimersByTimeAsync(6_000);
  expect(written.map(({ text }) => text)).toEqual(["Cough", "Cough", "Cough for a week"]);
  expect(written[2]?.note).toEqual({ id: "n1", version: 1 });
  expect(session.current().saving).toBe("saved");
});

test("what another window made of the draft is not written over, until somebody says so", async () => {
  const saved = { id: "n1", version: 1, text: "Cough" };
  const theirs = { id: "n1", version: 2, text: "Cough and fever" };
  let refuse = true;
  const { session, device, written } = open({
    saved,
    read: theirs,
    write: async () => (refuse ? { kind: "conflict" } : { kind: "done", note: { id: "n1", version: 3 } }),
  });
  session.type("Cough for a week");
  await pause();
  expect(session.current()).toMatchObject({ saving: "conflict", theirs, text: "Cough for a week" });
  session.type("Cough for two weeks");
  await pause();
  expect(written).toHaveLength(1);
  expect(device.kept?.text).toBe("Cough for two weeks");
  refuse = false;
  session.keepMine();
  await pause();
  expect(written[1]).toEqual({ text: "Cough for two weeks", note: { id: "n1", version: 2 } });
  expect(session.current().saving).toBe("saved");
});

test("theirs can be taken, and what was typed is given up", async () => {
  const theirs = { id: "n1", version: 2, text: "Cough and fever" };
  const { session, device } = open({
    saved: { id: "n1", version: 1, text: "Cough" },
    read: theirs,
    write: async () => ({ kind: "conflict" }),
  });
  session.type("Something else");
  await pause();
  session.takeTheirs();
  expect(session.current()).toMatchObject({ text: "Cough and fever", saving: "saved", theirs: null });
  expect(device.kept).toBeNull();
});

test("what was not saved before comes back, and is saved over the draft that it was typed over", async () => {
  const saved = { id: "n1", version: 4, text: "Cough" };
  const { session, written } = open({ saved, kept: { text: "Cough, worse", note: { id: "n1", version: 4 } } });
  expect(session.current()).toMatchObject({ text: "Cough, worse", restored: true });
  const end = session.start();
  await pause();
  expect(written).toEqual([{ text: "Cough, worse", note: { id: "n1", version: 4 } }]);
  end();
});

test("what was kept over an older draft is shown beside the newer one", () => {
  const saved = { id: "n1", version: 5, text: "Fever" };
  const { session } = open({ saved, kept: { text: "Cough, worse", note: { id: "n1", version: 4 } } });
  expect(session.current()).toMatchObject({ text: "Cough, worse", saving: "conflict", theirs: saved });
});

test("a refusal is told and tried again with the next change alone", async () => {
  const error = { code: "PATIENT_ERASED", field: ["patientId"], message: "Erased." };
  const { session, device, written } = open({ write: async () => ({ kind: "refused", error }) });
  session.type("Cough");
  await pause();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(session.current()).toMatchObject({ saving: "refused", refusal: error });
  expect(written).toHaveLength(1);
  expect(device.kept?.text).toBe("Cough");
});

test("signing waits for all that was typed", async () => {
  const { session, written } = open();
  session.type("Cough");
  expect(await session.flush()).toEqual({ id: "n1", version: 1 });
  expect(written).toHaveLength(1);
  session.begin();
  expect(session.current()).toMatchObject({ text: "", saving: "idle" });
});

test("whether a draft is still one is found out before another is begun", async () => {
  let away = true;
  const saved = { id: "n1", version: 1, text: "Cough" };
  const { session, device, written } = open({
    saved,
    write: async (_, note) => (note === null ? { kind: "done", note: { id: "n2", version: 1 } } : { kind: "conflict" }),
    read: () => (away ? { kind: "unknown" } : { kind: "found", note: { ...saved, version: 2, text: "Fever" } }),
  });
  session.type("Cough for a week");
  await pause();
  expect(session.current().saving).toBe("failed");
  expect(device.kept?.text).toBe("Cough for a week");
  away = false;
  await vi.advanceTimersByTimeAsync(6_000);
  expect(session.current()).toMatchObject({ saving: "conflict", theirs: { text: "Fever" } });
  expect(written.map(({ note }) => note)).toEqual([
    { id: "n1", version: 1 },
    { id: "n1", version: 1 },
  ]);
});

test("what was typed over a draft that was signed elsewhere becomes another one", async () => {
  const { session, written } = open({
    saved: { id: "n1", version: 1, text: "Cough" },
    write: async (_, note) => (note === null ? { kind: "done", note: { id: "n2", version: 1 } } : { kind: "conflict" }),
  });
  session.type("Cough for a week");
  await pause();
  expect(written.map(({ note }) => note)).toEqual([{ id: "n1", version: 1 }, null]);
  expect(session.current().saving).toBe("saved");
});

test("a saved draft that is emptied is not saved, says so, and goes on with what is typed then", async () => {
  const saved = { id: "n1", version: 1, text: "Cough" };
  const { session, device, written } = open({ saved });
  session.type("");
  await pause();
  expect(session.current()).toMatchObject({ saving: "emptied", text: "" });
  expect(session.saved()).toEqual({ id: "n1", version: 1 });
  expect(device.kept).toBeNull();
  expect(written).toEqual([]);
  expect(await session.flush()).toBeNull();
  session.type("Fever");
  await pause();
  expect(written).toEqual([{ text: "Fever", note: { id: "n1", version: 1 } }]);
  expect(session.current().saving).toBe("saved");
});

test("what is emptied while it is being saved is a draft with what had been sent", async () => {
  const answers: ((written: Written) => void)[] = [];
  const { session } = open({ write: () => new Promise((resolve) => answers.push(resolve)) });
  session.type("Cough");
  await pause();
  session.type("");
  answers[0]?.({ kind: "done", note: { id: "n1", version: 1 } });
  await pause();
  expect(session.current()).toMatchObject({ saving: "emptied", text: "" });
  expect(session.saved()).toEqual({ id: "n1", version: 1 });
});

test("nothing that was ever saved is nothing when it is emptied", async () => {
  const { session, written } = open();
  session.type("Cou");
  session.type(" ");
  await pause();
  expect(session.current().saving).toBe("idle");
  expect(written).toEqual([]);
});
