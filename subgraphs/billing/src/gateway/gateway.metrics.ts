import { describeFault, type SubgraphServices } from "@careconnect/kit";
import { Gauge } from "prom-client";
import { countNotGiven } from "./gateway.query.ts";

/** What of the gateway is somebody's task, counted when metrics are read. What cannot be counted keeps its last value. */
export function registerGatewayMetrics({ log, orm, registry }: Pick<SubgraphServices, "log" | "orm" | "registry">) {
  new Gauge({
    name: "careconnect_refunds_not_given",
    help: "Refunds of the last 90 days that the payment gateway did not give, and of whose payments nothing was given since.",
    registers: [registry],
    async collect() {
      try {
        this.set(await countNotGiven(orm));
      } catch (error) {
        log.warn({ fault: describeFault(error) }, "refunds that were not given cannot be counted");
      }
    },
  });
}
