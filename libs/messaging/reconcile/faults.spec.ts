import { describe, expect, it } from '@jest/globals';
import { foreignRecord, Subject, findingText, withHeaders } from './test/subject.ts';
import { TopicsInMemory } from './test/topics-in-memory.ts';

const EVENTS = 60;
/** A private event. */
const MOVED = 26;
const subject = Subject.of(EVENTS);

describe('one fault is named, and nothing else', () => {
  const faults: Readonly<Record<string, () => string>> = {
    'one byte of a body': () => {
      const { record } = subject.topics.place(17);
      subject.topics.replace(17, { ...record, value: record.value.replace('name', 'nane') });
      return 'altered 17';
    },
    'a body that is no JSON any more': () => {
      const { record } = subject.topics.place(17);
      subject.topics.replace(17, { ...record, value: record.value.slice(1) });
      return 'altered 17';
    },
    'the key': () => {
      const { record, log, index } = subject.topics.place(17);
      log[index] = { ...record, key: `${record.key}x` };
      return 'altered 17';
    },
    'the position, to one that exists': () => {
      subject.alterHeader(17, 'ce_sequence', '18'.padStart(20, '0'));
      return 'altered 17';
    },
    'the position, to one beyond the ledger': () => {
      subject.alterHeader(17, 'ce_sequence', '97'.padStart(20, '0'));
      return 'altered 17';
    },
    'the position, to none': () => {
      subject.alterHeader(17, 'ce_sequence', '1z'.padStart(20, '0'));
      return 'altered 17';
    },
    'one missing': () => {
      const { log, index } = subject.topics.place(17);
      log.splice(index, 1);
      return 'missing 17';
    },
    'the first missing': () => {
      const { log, index } = subject.topics.place(0);
      log.splice(index, 1);
      return 'missing 0';
    },
    'the last missing': () => {
      const { log, index } = subject.topics.place(EVENTS - 1);
      log.splice(index, 1);
      return `missing ${String(EVENTS - 1)}`;
    },
    'one twice': () => {
      const { log, record } = subject.topics.place(17);
      log.push(record);
      return 'duplicated 17';
    },
    'one twice, side by side': () => {
      const { log, index, record } = subject.topics.place(17);
      log.splice(index, 0, record);
      return 'duplicated 17';
    },
    'two neighbours swapped': () => {
      const log = subject.longest();
      const [first, second] = log.splice(1, 2);
      log.splice(1, 0, second!, first!);
      return `out-of-order ${String(Number(first?.headers['ce_sequence']))}`;
    },
    'one late': () => {
      const { log, index, record } = subject.topics.place(9);
      log.splice(index, 1);
      log.push(record);
      return 'out-of-order 9';
    },
    'one early': () => {
      const log = subject.longest();
      const record = log.pop()!;
      log.splice(1, 0, record);
      return `out-of-order ${String(Number(record.headers['ce_sequence']))}`;
    },
    'a foreign record': () => {
      subject.topics.log('grappe.membership.v1', 0).splice(3, 0, foreignRecord());
      return 'unknown ?';
    },
    'a record of another system': () => {
      const { record } = subject.topics.place(17);
      const headers = { ce_id: '01500000-0000-7000-8000-00000000ffff', ce_subject: 'membership.organisation-other' };
      subject.topics.log(record.topic, 1).push(withHeaders({ ...record, key: headers.ce_subject }, headers));
      return 'unknown 17';
    },
    'a restricted record on the public topic too': () => {
      const { record } = subject.topics.place(MOVED);
      subject.topics.put([{ ...record, topic: record.topic.replace('.restricted', '') }]);
      return `misplaced ${String(MOVED)}`;
    },
  };

  it.each(Object.keys(faults))('%s', async (name) => {
    const expected = faults[name]?.();
    expect(await subject.names()).toEqual([expected]);
  });

  it.each([
    ['ce_id', '01500000-003e-7000-8000-0000000fffff'],
    ['ce_type', 'membership.OrganisationMoved.v1'],
    ['ce_source', '/grappe/membershiq'],
    ['ce_specversion', '1.1'],
    ['content-type', 'application/jsom'],
    ['ce_subject', 'membership.organisation-contract-x'],
    ['ce_time', '2016-03-29T22:00:00.000Z'],
    ['ce_time', '2016-03-31T00:00:00.999Z'],
    ['ce_recordedtime', '2016-03-31T00:00:00.999Z'],
    ['ce_dataschema', 'urn:grappe:schema:membership.OrganisationMoved.v1'],
    ['ce_authtype', 'system'],
    ['ce_authid', 'staff:jc'],
    ['ce_ledgerepoch', '01500000-0000-4000-8000-00000000e70c'],
    ['ce_leafhash', '0'.repeat(64)],
    ['ce_sequence', '17'],
    ['ce_actorcapacity', 'permanens'],
    ['ce_correlationid', '01500000-003e-7000-8000-0000000fffff'],
    ['ce_dataclassification', 'public'],
    ['ce_dataclassification', 'private'],
    ['ce_revision', '9'],
    ['ce_revision', '-'],
    ['ce_frontier', 'governance=1'],
    ['ce_frontier', 'nonsense'],
    ['ce_settled', '18'],
    ['ce_settled', '13'],
    ['ce_settled', '1O'],
  ])('the header %s, now %s', async (name, value) => {
    subject.alterHeader(17, name, value);
    expect(await subject.names()).toEqual(['altered 17']);
  });

  it('the name of any header', async () => {
    for (const name of Object.keys(subject.topics.place(16).record.headers)) {
      subject.topics = new TopicsInMemory(subject.batches);
      subject.renameHeader(16, name, `${name}x`);
      expect([name, await subject.names()]).toEqual([name, ['altered 16']]);
    }
  });

  it('a restricted record that was moved to the public topic is misplaced there and missing where it belongs', async () => {
    const { log, index, record } = subject.topics.place(MOVED);
    log.splice(index, 1);
    subject.topics.put([{ ...record, topic: record.topic.replace('.restricted', '') }]);
    const { findings } = await subject.run();
    expect(findings.map(findingText)).toEqual([`misplaced ${String(MOVED)}`, `missing ${String(MOVED)}`]);
    expect(findings[0]?.message).toContain('everybody can read it');
  });

  it('a stream that was put into another partition', async () => {
    const { log, index, record } = subject.topics.place(17);
    log.splice(index, 1);
    const other = [0, 1, 2].find((partition) => subject.topics.log(record.topic, partition) !== log)!;
    const there = subject.topics.log(record.topic, other);
    const after = there.findIndex(({ headers }) => Number(headers['ce_sequence']) > 17);
    there.splice(after < 0 ? there.length : after, 0, record);
    expect(await subject.names()).toEqual(['altered 17']);
  });

  it.each([
    ['a record of nobody here', foreignRecord(), 'it is no record of this system'],
    [
      'one of another ledger',
      withHeaders(foreignRecord(), { ce_sequence: '7', ce_id: 'x' }),
      /^the ledger has no such event; .*ce_type is missing/,
    ],
  ])('%s says what it is', async (_what, record, message) => {
    subject.topics.log(record.topic, 0).push(record);
    const [finding] = (await subject.run()).findings;
    expect(finding).toMatchObject({ kind: 'unknown', message: expect.stringMatching(message) });
  });

  it('with its place', async () => {
    const { log, index, record } = subject.topics.place(17);
    log[index] = { ...record, value: '{}' };
    const [name = ''] = [...subject.topics.logs].find(([, value]) => value === log) ?? [];
    const { findings } = await subject.run();
    expect(findings).toEqual([
      {
        kind: 'altered',
        position: '17',
        topic: record.topic,
        partition: Number(name.split('/')[1]),
        offset: String(index),
        stream: record.key,
        eventId: record.headers['ce_id'],
        message: expect.stringContaining('leaf hash'),
      },
    ]);
  });
});
