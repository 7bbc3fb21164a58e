import { payloadType } from "@careconnect/kit";
import { Consultation } from "./consultation.type.ts";

export const StartConsultationPayload = payloadType("StartConsultation", "consultation", () => Consultation);
export const CompleteConsultationPayload = payloadType("CompleteConsultation", "consultation", () => Consultation);
