import { createHash, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openFrontDesk } from "./front.desk.ts";
import { ask, tokenFor, url } from "./running.system.ts";

const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe("a document", () => {
  it("is sent by its link through the router, checked, fetched with a thumbnail, and audited; the link alone opens it", async () => {
    const staff = await tokenFor("staff@careconnect.test");
    const patientId = await (await openFrontDesk(staff)).registerPatient();
    const command = async (name: string, input: object) => {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
      const { data, errors } = await ask(
        staff,
        `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } document {
           id state upload { url method headers { name value } } download { url } thumbnail { url } } } }`,
        { input: { ...input, idempotencyKey: randomUUID() } },
      );
      expect(errors).toBeUndefined();
      expect(data[name].userErrors).toEqual([]);
      return data[name].document;
    };
    const { id, upload } = await command("requestDocumentUpload", {
      ...{ patientId, category: "PICTURE", name: "Grace.png", contentType: "image/png", size: pixel.length },
      sha256: createHash("sha256").update(pixel).digest("hex"),
    });
    expect(upload.url.startsWith(`${url}/files/`)).toBe(true);
    const headers = Object.fromEntries(
      upload.headers.map((header: { name: string; value: string }) => Object.values(header)),
    );
    const send = () => fetch(upload.url, { method: upload.method, headers, body: pixel });
    expect((await send()).status).toBe(201);
    expect((await send()).status).toBe(409);
    const { state, download, thumbnail } = await command("completeDocumentUpload", { id });
    expect(state).toBe("AVAILABLE");

    const file = await fetch(download.url);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(pixel);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": "attachment; filename*=UTF-8''Grace.png",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    });
    expect((await fetch(thumbnail.url)).headers.get("content-type")).toBe("image/webp");
    expect((await fetch(`${url}/files/${"x".repeat(400)}`)).status).toBe(404);

    const other = await ask(await tokenFor("admin@otherclinic.test"), "query ($id: ID!) { document(id: $id) { id } }", {
      id,
    });
    expect(other.data).toEqual({ document: null });
    const { data } = await ask(
      staff,
      `query ($id: ID!) { patient(id: $id) { fullName picture { id name } documents { totalCount nodes { id category } } } }`,
      { id: patientId },
    );
    expect(data.patient).toEqual({
      fullName: "Grace Hopper",
      picture: { id, name: "Grace.png" },
      documents: { totalCount: 1, nodes: [{ id, category: "PICTURE" }] },
    });
  });
});
