import { createDeliveryEvents } from './create-delivery-events.ts';

/** Lambda entry of the mail provider's events (EventBridge), configured by DOORCODE_CONFIG. */
export const handler = createDeliveryEvents();
