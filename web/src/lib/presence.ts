/** Said by pages on which somebody is who does nothing with their hands: who speaks to a patient has not left the screen. */
export const presenceSign = "careconnect-presence";

export function signalPresence(): void {
  window.dispatchEvent(new Event(presenceSign));
}
