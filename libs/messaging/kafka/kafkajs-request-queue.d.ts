/** The part of kafkajs 2.2.4 that `settings.ts` mends; it has no types of its own. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    constructor(options: {
      readonly maxInFlightRequests: number | null;
      readonly requestTimeout: number;
      readonly enforceRequestTimeout: boolean;
      readonly clientId: string;
      readonly broker: string;
      readonly logger: { debug(message: string, more?: object): void; warn(message: string, more?: object): void };
    });
    readonly pending: readonly unknown[];
    /** The timer; nothing while none is set. */
    readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
    push(request: { readonly entry: object; readonly expectResponse: boolean; sendRequest(): void }): void;
    checkPendingRequests(): void;
    fulfillRequest(answer: { readonly correlationId: number; readonly payload: Buffer; readonly size: number }): void;
    maybeThrottle(forMs: number): void;
    scheduleCheckPendingRequests: (this: RequestQueue) => void;
    destroy(): void;
  }
  export = RequestQueue;
}
