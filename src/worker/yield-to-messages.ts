/** @file Lets waiting messages in. */

/**
 * A turn of the event loop: the WASM back end computes synchronously, so that without one a pause would never be heard. A
 * message to itself is not throttled in a hidden tab, as timers are.
 */
export function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
