import { connect } from "amqplib";
import { PgBoss } from "pg-boss";
import { v7 as uuidv7 } from "uuid";
import { eventKey, exchanges } from "../events/amqp.topology.ts";

/** Puts what is no event into a queue, as JSON. */
export type Poison = (queue: string, content: string) => Promise<void>;

/** As a job of pg-boss in the database at `url`. */
export const poisonPgBoss =
  (url: string): Poison =>
  async (queue, content) => {
    const boss = new PgBoss({
      connectionString: url,
      schema: "pgboss",
      migrate: false,
      supervise: false,
      schedule: false,
    });
    await boss.start();
    await boss.insert(queue, [{ singletonKey: uuidv7(), data: JSON.parse(content) }]);
    await boss.stop();
  };

/** As a message that the user of `url` publishes as `type`. */
export const poisonAmqp =
  (url: string, type: string): Poison =>
  async (queue, content) => {
    const connection = await connect(url);
    const channel = await connection.createConfirmChannel();
    channel.publish(exchanges.events, eventKey(type, queue), Buffer.from(content));
    await channel.waitForConfirms();
    await connection.close();
  };
