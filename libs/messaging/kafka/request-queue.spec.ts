import { afterEach, describe, expect, it } from '@jest/globals';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import './settings.ts';
import { eventually } from '#libs/kernel/testing';

const nothing = (): void => undefined;

describe('a queue of requests of kafkajs', () => {
  const queues: RequestQueue[] = [];
  let sent: number[] = [];
  afterEach(() => {
    for (const queue of queues.splice(0)) queue.destroy();
    sent = [];
  });

  function newQueue(maxInFlightRequests: number | null = null): RequestQueue {
    const logger = { debug: nothing, warn: nothing };
    const options = { requestTimeout: 30_000, enforceRequestTimeout: false, clientId: 'spec', broker: 'none', logger };
    const queue = new RequestQueue({ ...options, maxInFlightRequests });
    queues.push(queue);
    return queue;
  }

  function push(queue: RequestQueue, correlationId: number): void {
    const entry = { correlationId, apiKey: 0, apiName: 'Spec', apiVersion: 0, resolve: nothing, reject: nothing };
    queue.push({ entry, expectResponse: true, sendRequest: () => void sent.push(correlationId) });
  }

  const answer = (queue: RequestQueue, correlationId: number): void => {
    queue.fulfillRequest({ correlationId, payload: Buffer.alloc(0), size: 0 });
  };

  it('sets no timer when nothing waits: not when it is looked at, not after an answer', () => {
    const queue = newQueue();
    queue.checkPendingRequests();
    push(queue, 1);
    answer(queue, 1);
    expect([sent, queue.throttleCheckTimeoutId]).toEqual([[1], null]);
  });

  it('sends what waits behind others in their flight as soon as one is answered', () => {
    const queue = newQueue(1);
    push(queue, 1);
    push(queue, 2);
    expect([sent, queue.pending.length]).toEqual([[1], 1]);
    answer(queue, 1);
    expect([sent, queue.pending.length]).toEqual([[1, 2], 0]);
  });

  it('sends what a broker has asked it to hold back when that is over, though nobody calls', async () => {
    const queue = newQueue();
    queue.maybeThrottle(20);
    push(queue, 1);
    expect([sent, queue.throttleCheckTimeoutId]).toEqual([[], expect.anything()]);
    await eventually('the request is sent', () => expect(sent).not.toEqual([]));
    expect([sent, queue.throttleCheckTimeoutId]).toEqual([[1], null]);
  });
});
