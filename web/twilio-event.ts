/**
 * An event as the read API answers it: Twilio's Call Insights Event resource (`lambda/api/event-resource.ts`). What is
 * inside an edge's object came from a client and may be of any type.
 *
 * An alias and no interface: only so it is a JsonObject too.
 */
export type TwilioEvent = {
  /** ISO 8601, as Twilio wrote it. */
  timestamp: string | null;
  call_sid: string;
  account_sid: string | null;
  edge: string | null;
  group: string | null;
  name: string | null;
  level: string | null;
  carrier_edge: Json | null;
  sip_edge: Json | null;
  sdk_edge: Json | null;
  client_edge: Json | null;
  conversation_relay_data?: Json;
};

export type Json = Record<string, unknown>;
