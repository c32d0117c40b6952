import type { Endpoint } from 'comlink';

/** What a Node process and its child have in common. */
interface Messenger {
  connected?: boolean;
  send?(message: unknown): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Lets Comlink talk over the channel between a process and the child that it forked. Nothing can be transferred. */
export function processEndpoint(messenger: Messenger): Endpoint {
  const listeners = new Map<unknown, (message: unknown) => void>();
  return {
    // A proxy that is collected says goodbye, which may be after the other side has ended.
    postMessage: (message) => void (messenger.connected && messenger.send?.(message)),
    addEventListener(_type, listener) {
      const handler = typeof listener === 'function' ? listener : listener.handleEvent.bind(listener);
      const onMessage = (data: unknown) => handler({ data } as MessageEvent);
      listeners.set(listener, onMessage);
      messenger.on('message', onMessage);
    },
    removeEventListener(_type, listener) {
      const onMessage = listeners.get(listener);
      if (onMessage) messenger.off('message', onMessage);
      listeners.delete(listener);
    },
  };
}
