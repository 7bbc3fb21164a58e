import { createHash } from "node:crypto";
import { Migration } from "@mikro-orm/migrations";

/** As events told plans when this was written. */
function digest(coverageId: string, plan: string): string {
  const folded = plan
    .normalize("NFKD")
    .replaceAll(/\p{Mark}+/gu, "")
    .toLowerCase()
    .replaceAll(/\s+/gu, " ")
    .trim();
  return createHash("sha256").update(`${coverageId} ${folded}`).digest("hex");
}

/** What the front desk called a plan is kept as a digest, as events tell it. */
export class DigestPlans extends Migration {
  override async up(): Promise<void> {
    await this.execute("alter table coverage_reference add column plan_digest text null");
    const told = await this.execute(
      'select organization_id as "organizationId", coverage_id as "coverageId", plan from coverage_reference where plan is not null',
    );
    for (const { organizationId, coverageId, plan } of told as Record<
      "organizationId" | "coverageId" | "plan",
      string
    >[])
      await this.execute(
        "update coverage_reference set plan_digest = ? where organization_id = ? and coverage_id = ?",
        [digest(coverageId, plan), organizationId, coverageId],
      );
    await this.execute("alter table coverage_reference drop column plan");
  }
}
