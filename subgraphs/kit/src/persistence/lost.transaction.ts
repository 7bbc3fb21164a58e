import type { PostgreSqlConnection } from "@mikro-orm/postgresql";
import { isAway } from "./database.busy.ts";

type Dialect = ReturnType<PostgreSqlConnection["createKyselyDialect"]>;

/**
 * `dialect`, whose transactions are over when their connection is lost. Kysely gives a connection back to the pool after it
 * was rolled back; where that fails, it never does, and a restart of the database would leave a pool without any.
 */
export function endingLostTransactions(dialect: Dialect): Dialect {
  const createDriver = dialect.createDriver.bind(dialect);
  dialect.createDriver = () => {
    const driver = createDriver();
    const rollback = driver.rollbackTransaction.bind(driver);
    driver.rollbackTransaction = async (connection) => {
      // The server has rolled back already, and the pool throws away what is lost.
      await rollback(connection).catch((error: unknown) => {
        if (!isAway(error)) throw error;
      });
    };
    return driver;
  };
  return dialect;
}
