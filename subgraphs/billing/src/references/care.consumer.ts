import { type ConsumerDefinition, careConsentHandlers, careGrantHandlers, careVisitHandlers } from "@careconnect/kit";

/** Keeps what decides here whom a provider may see and is decided elsewhere. */
export const careConsumer: ConsumerDefinition = {
  name: "care",
  handles: { ...careVisitHandlers, ...careGrantHandlers },
};

/** As {@link careConsumer}, of what patients let be done with their data. */
export const consentConsumer: ConsumerDefinition = { name: "consents", handles: careConsentHandlers };
