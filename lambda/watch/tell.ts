import type { WebhookHosts } from '../../shared/webhook.ts';
import type { AlertMessage } from './message.ts';
import { postWebhook } from './post-webhook.ts';
import type { WatchOptions } from './watch.ts';

/** What a topic gets. */
export interface Mail {
  subject: string;
  text: string;
}

/** Tells by a topic, which gets the sentences of a message, and by the webhook of a view, which gets all of it. */
export function createTell({
  publish,
  hosts,
}: {
  publish: (mail: Mail) => Promise<void>;
  hosts: WebhookHosts;
}): WatchOptions['tell'] {
  return async (to, json, { alert }) => {
    if (to === 'webhook') {
      if (alert?.webhook !== undefined) await postWebhook(alert.webhook, json, hosts);
      return;
    }
    const { stack, view, state, text }: AlertMessage = JSON.parse(json);
    await publish({ subject: `${state === 'over' ? 'Over' : 'Alert'}: ${view} (${stack})`, text });
  };
}
