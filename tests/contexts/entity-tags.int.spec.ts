import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { handlerOf } from '#libs/projections';
import { aggregateOf } from '#libs/hosting';
import type { RecordedEvent, StreamName } from '#libs/kernel';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { playEveryAggregate } from './support/every-aggregate.ts';
import { TestPlatform } from './support/test-platform.ts';

/** The aggregate of a stream: names may hold dashes, so that one may begin as another does. */
function subjectOf(stream: StreamName): string {
  const { context = '', name = '' } = aggregateOf(contexts, stream) ?? {};
  return `${context}.${name}`;
}

/** Every resource that commands address by its id, with the read of one of them. */
const resources = contexts.flatMap(({ commands, queries }) =>
  commands.map(({ context, resource, rows: [command] }) => {
    const { context: of = '', name = '' } = command?.aggregate ?? {};
    const subject = `${of}.${name}`;
    // An application is a membership that begins: it is read there.
    const read = queries.find(({ reads, tagged }) => tagged && reads[0]?.subject === subject);
    const shown = read?.path.slice(0, read.path.indexOf('/:'));
    return { resource, path: `${context}/${shown ?? resource}`, read, model: read?.reads[0], subject };
  }),
);

describe('the ETag of a document', () => {
  let platform: TestPlatform;
  let events: readonly RecordedEvent[];
  beforeAll(async () => {
    platform = await TestPlatform.start();
    await playEveryAggregate(platform);
    events = await platform.events();
  });
  afterAll(() => platform.stop());

  /** The streams of an aggregate by the ids of its resources. */
  const streamsOf = (subject: string): readonly (readonly [id: string, own: readonly RecordedEvent[]])[] => {
    const own = events.filter(({ stream }) => subjectOf(stream) === subject);
    const ids = new Set(own.map(({ stream }) => stream.slice(subject.length + 1)));
    return [...ids].map((id) => [id, own.filter(({ stream }) => stream === `${subject}-${id}`)]);
  };

  it.each(resources)(
    '$resource: is of its own stream, whose every event the model reads',
    ({ read, model, subject }) => {
      expect(read?.tagged).toBe(true);
      expect(model?.subject).toBe(subject);
      const types = new Set(streamsOf(subject).flatMap(([, own]) => own.map(({ type }) => type)));
      expect([...types].filter((type) => handlerOf(model!, type) === undefined)).toEqual([]);
    },
  );

  it.each(resources)('$resource: is the last revision that is in it, and gives 304', async ({ path, subject }) => {
    const streams = streamsOf(subject);
    expect(streams.length).toBeGreaterThan(0);
    for (const [id, own] of streams) {
      const answer = await platform.get(`${path}/${id}`);
      expect([id, answer.status, answer.etag]).toEqual([
        id,
        200,
        expect.stringMatching(`^"${String(own.at(-1)?.revision)}-[\\w-]{8}"$`),
      ]);
      const again = (tags: string) => platform.get(`${path}/${id}`, { headers: { 'if-none-match': tags } });
      for (const tags of [String(answer.etag), `W/${String(answer.etag)}`, `"x", ${String(answer.etag)}`, '*'])
        expect(await again(tags)).toMatchObject({ status: 304, text: '', etag: answer.etag });
      for (const tags of ['"x"', `"${String(own.at(-1)?.revision)}"`])
        expect(await again(tags)).toMatchObject({ status: 200, text: answer.text });
    }
  });

  it('is what a command wants to see in If-Match, and changes with the revision', async () => {
    const [[id] = ['']] = streamsOf('incubation.incubator');
    const path = `incubation/incubators/${id}`;
    const before = await platform.get(path);
    const rename = (name: string) =>
      platform.post(`${path}/rename`, { name }, { headers: { 'if-match': String(before.etag) } });
    const first = await rename('Conseil élargi');
    expect(first.status).toBe(200);
    expect((await rename('Conseil restreint')).status).toBe(412);
    const after = await platform.get(`${path}?readToken=${String(first.body['readToken'])}`, {
      headers: { 'if-none-match': String(before.etag) },
    });
    expect(after).toMatchObject({ status: 200, body: { name: 'Conseil élargi' } });
    expect(after.etag?.split('-')[0]).toBe(`"${String(first.body['revision'])}`);
  });

  it('changes with what else the answer shows: the reader, the day, events of other streams', async () => {
    const named = events.findLast(({ type }) => type === 'membership.ClusterNamed');
    const id = named?.stream.slice('membership.cluster-'.length) ?? '';
    const tags = new Set<string | undefined>();
    for (const query of ['', '?validAt=2012-06-01', '?validAt=2013-06-01'])
      tags.add((await platform.get(`membership/clusters/${id}${query}`)).etag);
    expect(tags.size).toBe(3);
    const meeting = events.find(({ type }) => type === 'governance.MeetingConvened');
    const meetingId = meeting?.stream.slice('governance.meeting-'.length) ?? '';
    const before = await platform.get(`governance/meetings/${meetingId}`);
    const table = { meetingId, clause: 'ordinary', subject: 'Budget' };
    const { body } = await platform.sendAccepted('governance/resolutions', table);
    const known = { headers: { 'if-none-match': String(before.etag) } };
    const after = await platform.get(`governance/meetings/${meetingId}?readToken=${String(body['readToken'])}`, known);
    expect(after.status).toBe(200);
    expect(after.etag?.split('-')[0]).toBe(before.etag?.split('-')[0]);
  });
});
