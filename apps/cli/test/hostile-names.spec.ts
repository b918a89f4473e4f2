import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startScriptedSystem, type ScriptedSystem } from './scripted-system.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const SLOW = 60_000;
/** It clears the screen, sets a title, reads backwards, begins a line of its own, and ends in half a pair. */
const HOSTILE = 'Alto\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egnorw\r\nready\u200b\ud800';
const ACTS = /[\p{Bidi_Control}\p{Zl}\p{Zp}\u200b\ufffd]|(?!\n)\p{Cc}/u;
const ID = '01500000-0000-7000-8000-000000000c01';
const STREAM = `membership.cluster-${ID}`;

const event = {
  ...{ id: ID, type: 'membership.ClusterRegistered', revision: '0', data: { name: HOSTILE, list: [HOSTILE] } },
  metadata: { recordedAt: '2026-11-28T12:00:00Z', effectiveAt: '2016-01-01' },
};
const parked = {
  ...{ projection: 'membership.clusters', key: HOSTILE, position: 3, eventId: ID, stream: STREAM, type: 'x.Y' },
  ...{ error: { name: 'Error', message: HOSTILE }, attempts: 1, parkedAt: '2026-11-28T12:00:00Z', waiting: 0 },
};
const node = { clusterId: ID, name: HOSTILE, state: 'active', from: '2016-01-01' };
const edge = { from: ID, to: HOSTILE, kind: 'fusion-absorption', effectiveOn: '2017-03-28' };
const lineage = { root: ID, direction: 'both', validAt: '2026-11-28', nodes: [node], edges: [edge] };
const version = {
  ...{ validFrom: '2016-01-01', validTo: null, knownFrom: '2026-11-28T12:00:00Z', knownTo: null, type: 'x.Y' },
  ...{ eventId: ID, value: { name: HOSTILE, list: [HOSTILE] }, correctedBy: { eventId: ID, reason: HOSTILE } },
};
const history = { id: ID, items: [{ kind: 'cluster', id: ID, subjectId: ID, versions: [version] }] };
const refusal = JSON.stringify({ code: 'API_MALFORMED', detail: HOSTILE, found: HOSTILE, errors: [] });

describe('grappe prints what a system answers, and none of it acts on the terminal', () => {
  let system: ScriptedSystem;
  beforeAll(async () => {
    system = await startScriptedSystem({
      rows: [],
      consumers: { [HOSTILE]: '0' },
      answers: {
        [`/api/v1/audit/streams/${STREAM}`]: { items: [event] },
        '/api/v1/admin/dead-letters': { items: [parked] },
        [`/api/v1/audit/lineage/${ID}`]: lineage,
        [`/api/v1/audit/history/${ID}`]: history,
      },
      refuses: { '/api/v1/audit/lineage/refused': [409, refusal] },
    });
  });
  afterAll(() => system.close());

  async function grappe(...words: readonly string[]) {
    const args = ['infra/scripts/run.mjs', 'apps/cli/src/main.ts', ...words, '--url', system.url];
    const child = spawn(process.execPath, args, { cwd: root });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...said };
  }

  it.each([
    ['status', ['status']],
    ['show', ['show', STREAM]],
    ['dead-letters list', ['dead-letters', 'list']],
    ['history', ['history', ID]],
    ['lineage', ['lineage', ID]],
    ['a refusal', ['lineage', 'refused']],
  ])(
    '%s',
    async (_command, words) => {
      const { out, err } = await grappe(...words);
      const text = out + err;
      expect(text).toContain('Alto\\u001b[2J');
      expect(text).not.toMatch(ACTS);
      expect(text.split('\n').filter((line) => line.startsWith('ready'))).toEqual([]);
      const { out: json, err: refused } = await grappe(...words, '--json');
      expect(json + refused).not.toMatch(ACTS);
      if (json !== '') expect(JSON.stringify(JSON.parse(json))).toContain(JSON.stringify(HOSTILE).slice(1, -1));
    },
    SLOW,
  );
});
