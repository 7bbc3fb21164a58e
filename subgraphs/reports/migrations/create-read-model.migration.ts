import { Migration } from "@mikro-orm/migrations";
import { createReadModel } from "./read-model.sql.ts";

export class CreateReadModel extends Migration {
  override up(): void {
    for (const statement of createReadModel) this.addSql(statement);
  }
}
