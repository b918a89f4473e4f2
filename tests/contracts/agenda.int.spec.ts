import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { derivedId } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { eventsContext } from '../../apps/events/src/events.context.ts';
import { membershipContext } from '../../apps/membership/src/membership.context.ts';
import { AGENDA_MODELS } from './support/calendar/agenda-models.ts';
import { clusterId, playYear } from './support/calendar/year.ts';
import { root } from './support/packed-contracts.ts';
import { describeWithPython, findPython } from './support/python.ts';
import { output, run } from './support/run.ts';

const PARSERS = { what: 'iCalendar parsers', requirements: 'tests/contracts/support/calendar/requirements.txt' };
const found = await findPython(PARSERS);
const parser = fileURLToPath(new URL('support/calendar/parse-agenda.py', import.meta.url));
const uidOf = (what: string) => `${derivedId('calendar year', what)}@grappe`;

interface Said {
  readonly uid: string;
  readonly summary: string;
}

/** In the order of their ids, which is that of no day. */
const inOrder = (events: readonly Said[]) =>
  events.toSorted((a, b) => (JSON.stringify([a.uid, a]) < JSON.stringify([b.uid, b]) ? -1 : 1));

const paris = { sequence: 0, status: 'CONFIRMED', location: 'SKEMA; Sophia Antipolis', replaces: null, dates: null };
const single = (summary: string, start: string, end: string, more: object = {}) => ({
  ...{ uid: uidOf(summary), summary, ...paris, start, end },
  ...more,
});
const lunch = { uid: uidOf('recurrence'), summary: 'Déjeuner', ...paris };
const off = { sequence: 1, status: 'CANCELLED' };

/** What was played, by the clocks of Greenwich: in winter an hour before Paris, in summer two. */
const YEAR = [
  single('Soirée du 04', '2016-07-04T16:00Z', '2016-07-04T19:30Z', off),
  single('Soirée du 05', '2016-07-05T16:00Z', '2016-07-05T19:30Z', off),
  single('Journées de la sécurité', '2016-03-15', '2016-03-18'),
  single('Nuit de la formation', '2016-03-26T21:00Z', '2016-03-27T03:00Z'),
  single('Nuit d’automne', '2016-10-29T20:00Z', '2016-10-30T01:30Z'),
  single('é'.repeat(120), '2016-01-14T17:00Z', '2016-01-14T19:00Z'),
  single('À La Réunion', '2016-03-31T14:00Z', '2016-03-31T16:00Z', { location: 'Saint-Denis, La Réunion' }),
  {
    ...{ ...lunch, sequence: 3, start: '2016-03-17T17:00Z', end: '2016-03-17T19:00Z' },
    dates: ['2016-03-17T17:00Z', '2016-03-24T17:00Z', '2016-03-31T16:00Z', '2016-04-07T16:00Z'],
  },
  { ...lunch, ...off, start: '2016-03-24T17:00Z', end: '2016-03-24T19:00Z', replaces: '2016-03-24T17:00Z' },
  { ...lunch, sequence: 1, start: '2016-04-01T10:00Z', end: '2016-04-01T12:00Z', replaces: '2016-03-31T16:00Z' },
];

describeWithPython(found)('the calendar of a year', () => {
  let folder: string;
  let answered: string;
  let files: readonly string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grappe-agenda-'));
    const app = await TestApplication.start([membershipContext, eventsContext]);
    await playYear(app);
    const { body } = await app.get(`events/clusters/${clusterId}/calendar`, { headers: { accept: 'text/calendar' } });
    answered = String(body['text']);
    const documents = await Promise.all(
      AGENDA_MODELS.map(async (model) => [model.name, await app.services.readModels.of(model).all({})]),
    );
    await app.stop();
    const stored = join(folder, 'documents.json');
    await writeFile(stored, JSON.stringify(Object.fromEntries(documents)));
    const write = ['infra/scripts/run.mjs', 'tests/contracts/support/calendar/write-agenda.ts', clusterId, stored];
    files = await Promise.all(
      ['Pacific/Auckland', 'America/New_York'].map(async (TZ) => {
        const { code, stdout, stderr } = await run(process.execPath, write, root, { ...process.env, TZ });
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        return stdout;
      }),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is the same to the byte in two time zones of the process', () => {
    const [auckland, newYork] = files;
    expect(auckland).toContain('BEGIN:VEVENT');
    expect([auckland, newYork]).toEqual([answered, answered]);
  });

  it('has no line of more than 75 octets, and no letter cut in two', () => {
    for (const line of answered.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toContain('\uFFFD');
    }
  });

  it('says in two parsers what takes place, when, and what does not', async () => {
    const file = join(folder, 'agenda.ics');
    await writeFile(file, answered);
    const said = JSON.parse(await output(found.python ?? '', [parser, file], folder)) as Readonly<
      Record<'icalendar' | 'vobject', readonly Said[]>
    >;
    expect(inOrder(said.icalendar)).toEqual(inOrder(YEAR));
    expect(inOrder(said.vobject)).toEqual(inOrder(YEAR));
  });
});
