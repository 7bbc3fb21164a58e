import { Client } from "pg";
import { z } from "zod";
import { superuserUrl } from "../src/postgres/postgres.cluster.ts";
import { readSecrets } from "../src/postgres/postgres.secrets.ts";
import { layOut } from "../src/supervisor/data.folder.ts";
import { ports } from "./running.system.ts";

/** Works in a database of the system under test, as whoever may do everything there. */
export async function inDatabase<Result>(database: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const folder = layOut(z.string().parse(process.env.CARECONNECT_DATA));
  const { superuser } = readSecrets(folder.file("keys", "postgres.json"), [], true);
  const client = new Client({
    connectionString: superuserUrl({ port: ports.postgres ?? 0, password: superuser }, database),
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
