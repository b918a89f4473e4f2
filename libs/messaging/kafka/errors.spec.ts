import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import {
  faultOf,
  isConnectionLost,
  isCoordinatorStarting,
  isFatal,
  KafkaClientStopped,
  KafkaUnavailable,
  TopicReplaced,
  TopicsMissing,
} from './errors.ts';

const REPLACED = new TopicReplaced({ topic: 'grappe.audit.v1', partition: 0, offset: 3n }, 'it is empty');

describe('what the client says, in our words', () => {
  it('what passes by itself: also behind retries that were used up', () => {
    const closed = new kafkajs.KafkaJSConnectionError('closed', { broker: 'a:1' });
    const exceeded = new kafkajs.KafkaJSNumberOfRetriesExceeded(closed, { retryCount: 3, retryTime: 1 });
    for (const error of [closed, exceeded]) expect(faultOf(error)).toBeInstanceOf(KafkaUnavailable);
  });

  it('no broker that knows who keeps the group passes too, though the client calls it final', () => {
    const final = new kafkajs.KafkaJSNonRetriableError('Failed to find group coordinator');
    const nobody = Object.assign(final, { name: 'KafkaJSGroupCoordinatorNotFound' });
    expect(faultOf(nobody)).toBeInstanceOf(KafkaUnavailable);
  });

  it('what does not', () => {
    const refused = new kafkajs.KafkaJSNonRetriableError('not for you');
    for (const error of [refused, new TypeError('a bug'), 'text'])
      expect(faultOf(error)).toBeInstanceOf(KafkaClientStopped);
  });

  it('ours stay as they are', () => {
    expect(faultOf(REPLACED)).toBe(REPLACED);
  });

  it('a broker that is not reached, also behind retries that were used up; not one that answers', () => {
    const closed = new kafkajs.KafkaJSConnectionError('closed', { broker: 'a:1' });
    const exceeded = new kafkajs.KafkaJSNumberOfRetriesExceeded(closed, { retryCount: 3, retryTime: 1 });
    const unknown = Object.assign(new Error('no such topic'), { type: 'UNKNOWN_TOPIC_OR_PARTITION', retriable: true });
    expect([closed, exceeded, unknown].map(isConnectionLost)).toEqual([true, true, false]);
  });

  it('a coordinator that is about to be ready, wherever it says so', () => {
    const loading = Object.assign(new Error('loading'), { type: 'GROUP_LOAD_IN_PROGRESS' });
    expect(isCoordinatorStarting(new Error('outer', { cause: loading }))).toBe(true);
    expect(isCoordinatorStarting(new Error('outer'))).toBe(false);
    expect(isCoordinatorStarting(undefined)).toBe(false);
  });
});

it('a process ends after a fault of which it does not recover, and lives on after others', () => {
  const passing = [new KafkaUnavailable('away'), new TopicsMissing(['grappe.audit.v1']), new TypeError('a bug')];
  expect(passing.map(isFatal)).toEqual([false, false, false]);
  expect([REPLACED, new KafkaClientStopped('gone')].map(isFatal)).toEqual([true, true]);
});
