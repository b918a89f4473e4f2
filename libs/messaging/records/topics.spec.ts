import { describe, expect, it } from '@jest/globals';
import { longTopic, publicTopic, restrictedTopic, shortTopic, topicOf, topicsOf } from './index.ts';

describe('topics', () => {
  it('of contexts are two for each, in order, each once', () => {
    expect(topicsOf(['mergers', 'governance', 'mergers'])).toEqual([
      'grappe.governance.v1',
      'grappe.governance.restricted.v1',
      'grappe.mergers.v1',
      'grappe.mergers.restricted.v1',
    ]);
  });

  it.each([
    ['public', { kind: 'public' as const }, 'grappe.mergers.v1'],
    ['private', { kind: 'private' as const }, 'grappe.mergers.restricted.v1'],
    ['embargoed', { kind: 'embargoed' as const, until: '2017-01-01' as never }, 'grappe.mergers.restricted.v1'],
  ])('%s events have one topic', (_kind, visibility, topic) => {
    expect(topicOf({ type: 'mergers.OperationOpened', metadata: { visibility } })).toBe(topic);
  });

  it.each([publicTopic('audit'), restrictedTopic('audit')])('%s has a short name that leads back', (topic) => {
    expect(longTopic(shortTopic(topic))).toBe(topic);
  });

  it.each(['grappe.audit', 'audit.v1', 'grappe.audit.v2', ''])('%j is not one of ours', (name) => {
    expect(() => shortTopic(name)).toThrow(TypeError);
  });
});
