import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';

/** The first message that undici, and with it the built-in fetch, publishes about a request. */
const REQUEST_CREATED = 'undici:request:create';

type Listener = (message: unknown, name: string | symbol) => void;

/**
 * Calls `arm` at the first request of undici, which no module load announces, and hands the message of this request to what `arm`
 * subscribes: a channel's message under way reaches only those who were subscribed before.
 */
export function activateAtFirstRequest(arm: () => void): void {
  const onFirst: Listener = (message, name) => {
    const added = subscribedDuring(arm);
    unsubscribe(REQUEST_CREATED, onFirst);
    for (const listener of added) listener(message, name);
  };
  subscribe(REQUEST_CREATED, onFirst);
}

function subscribedDuring(arm: () => void): readonly Listener[] {
  const added: Listener[] = [];
  const requests = channel(REQUEST_CREATED);
  const original = requests.subscribe;
  requests.subscribe = (listener) => {
    added.push(listener);
    original.call(requests, listener);
  };
  try {
    arm();
  } finally {
    // Its own property hides that of its class.
    delete (requests as Partial<typeof requests>).subscribe;
  }
  return added;
}
