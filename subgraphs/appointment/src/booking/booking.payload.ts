import { payloadType } from "@careconnect/kit";
import { Appointment } from "./booking.type.ts";

export const BookAppointmentPayload = payloadType("BookAppointment", "appointment", () => Appointment);
export const OverbookAppointmentPayload = payloadType("OverbookAppointment", "appointment", () => Appointment);
export const HoldAppointmentPayload = payloadType("HoldAppointment", "appointment", () => Appointment);
export const RescheduleAppointmentPayload = payloadType("RescheduleAppointment", "appointment", () => Appointment);
export const CancelAppointmentPayload = payloadType("CancelAppointment", "appointment", () => Appointment);
export const ConfirmAppointmentPayload = payloadType("ConfirmAppointment", "appointment", () => Appointment);
export const CheckInAppointmentPayload = payloadType("CheckInAppointment", "appointment", () => Appointment);
