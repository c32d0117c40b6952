/**
 * @file A tab that can be hidden. Playwright keeps its own pages in view whatever lies before them; one in a context that
 * it does not know is hidden by the tab that is opened after it, as in a window of the desktop.
 */
import type { Browser, CDPSession } from '@playwright/test';

interface Answer {
  id: number;
  result?: { result: { value: unknown }; exceptionDetails?: { text: string } };
  error?: { message: string };
}

export class BareTab {
  readonly #session: CDPSession;
  readonly #target: string;
  readonly #context: string;
  readonly #waiting = new Map<number, (answer: Answer) => void>();

  private constructor(session: CDPSession, target: string, context: string) {
    this.#session = session;
    this.#target = target;
    this.#context = context;
    session.on('Target.receivedMessageFromTarget', ({ message }) => {
      const answer: Answer = JSON.parse(message);
      this.#waiting.get(answer.id)?.(answer);
    });
  }

  /** In a window of its own, whose storage is empty. */
  static async open(browser: Browser, url: string): Promise<BareTab> {
    const session = await browser.newBrowserCDPSession();
    const { browserContextId } = await session.send('Target.createBrowserContext');
    const { targetId } = await session.send('Target.createTarget', { url, browserContextId });
    return new BareTab(session, targetId, browserContextId);
  }

  /** Calls a function in the page that uses nothing from outside of it. @throws Error while the page is not loaded yet */
  async evaluate<T>(work: () => T | Promise<T>): Promise<T> {
    const { sessionId } = await this.#session.send('Target.attachToTarget', { targetId: this.#target });
    const id = this.#waiting.size + 1;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    const params = { expression: `(${work})()`, awaitPromise: true, returnByValue: true };
    const message = JSON.stringify({ id, method: 'Runtime.evaluate', params });
    await this.#session.send('Target.sendMessageToTarget', { sessionId, message });
    const { result, error } = await answered;
    await this.#session.send('Target.detachFromTarget', { sessionId });
    const failure = error?.message ?? result?.exceptionDetails?.text;
    if (result === undefined || failure !== undefined) throw new Error(failure);
    return result.result.value as T;
  }

  /** Opens another tab before it. */
  async hide(): Promise<void> {
    await this.#session.send('Target.createTarget', { url: 'about:blank', browserContextId: this.#context });
  }
}
