import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toWindows1252 } from '#libs/csv/testing';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { eventsContext } from '../../events/src/events.context.ts';
import { membershipContext } from '../../membership/src/membership.context.ts';
import { importGatherings, importRegistrations } from '../src/commands/import-events.command.ts';
import { importMembers, type ImportOptions } from '../src/commands/import.command.ts';
import { Progress } from '../src/output/progress.ts';
import { Api } from '../src/system/api.ts';
import { gatheringFile, registrationFile } from './event-files.ts';
import { memberFile, sirenOf } from './member-file.ts';

const clusterId = countedUuid(1, 0xfa);
const MEMBERS = 60;

let app: TestApplication;
let folder: string;
let url: string;

beforeAll(async () => {
  app = await TestApplication.start([membershipContext, eventsContext], { RATE_LIMIT_PER_SECOND: '100000' });
  app.clock.set('2017-03-01T10:00:00Z');
  await app.application.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${String((app.application.getHttpServer().address() as AddressInfo).port)}`;
  folder = await mkdtemp(path.join(tmpdir(), 'grappe-import-'));
  const founded = { seat: 'Lyon', effectiveAt: '2004-01-01' };
  await app.post('membership/clusters', { id: clusterId, name: 'Numélink', ...founded });
  await imported(importMembers, memberFile(MEMBERS).text);
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

type Import = typeof importRegistrations | typeof importGatherings;
const head = async () => (await app.store.status()).head;

/** Imports what a file says, and answers with what was said and what was recorded. */
async function imported(
  work: Import,
  content: string | Uint8Array,
  options: Partial<ImportOptions> = {},
  signal: AbortSignal = new AbortController().signal,
) {
  const file = path.join(folder, 'lines.csv');
  await writeFile(file, content);
  const printed: string[] = [];
  const said: string[] = [];
  const before = await head();
  const context = {
    api: new Api(url, signal, await app.token('operator', [clusterId])),
    progress: new Progress({ isTerminal: true, write: () => undefined }),
    json: false,
    print: (text: string) => printed.push(text),
    say: (text: string) => said.push(text),
  };
  const given = { cluster: clusterId, dateFormat: 'dd/mm/yyyy', zone: 'Europe/Paris', ...options } as const;
  const code = await work(context, file, given);
  return { code, printed, said, recorded: Number((await head()) - before) };
}

const linesIn = (printed: readonly string[]) =>
  printed.flatMap((line) => /^line (\d+)/.exec(line)?.[1] ?? []).map(Number);

describe('gatherings and registrations from files', () => {
  const [gatherings, registrations] = [gatheringFile(40), registrationFile(240, 40, MEMBERS)];

  it('are entered with every broken line named, and what was interrupted is gone on with', async () => {
    const first = await imported(importGatherings, gatherings.text);
    expect(first).toMatchObject({ code: 1, recorded: gatherings.events });
    expect(linesIn(first.printed)).toEqual(gatherings.broken);
    const interruption = new AbortController();
    const isUnderWay = (await head()) + BigInt(registrations.events) / 3n;
    const stop = setInterval(() => {
      void head().then((now) => (now > isUnderWay ? interruption.abort() : undefined));
    }, 5);
    const before = await head();
    await expect(imported(importRegistrations, registrations.text, {}, interruption.signal)).rejects.toThrow('abort');
    clearInterval(stop);
    const rest = await imported(importRegistrations, registrations.text);
    expect(rest.code).toBe(1);
    expect(linesIn(rest.printed)).toEqual(registrations.broken);
    expect(rest.recorded).toBeGreaterThan(0);
    expect(rest.recorded).toBeLessThan(registrations.events);
    expect(Number((await head()) - before)).toBe(registrations.events);
  });

  it('imported again write nothing, and report the same lines', async () => {
    const report = path.join(folder, 'report.ndjson');
    const again = await imported(importGatherings, gatherings.text, { report });
    expect(again).toMatchObject({ code: 1, recorded: 0 });
    expect(again.printed.at(-1)).toContain('zero changes');
    const refused = (await readFile(report, 'utf8')).trimEnd().split('\n');
    expect(refused.map((line) => (JSON.parse(line) as { readonly line: number }).line)).toEqual(gatherings.broken);
    const same = await imported(importRegistrations, registrations.text);
    expect([same.code, same.recorded, linesIn(same.printed)]).toEqual([1, 0, registrations.broken]);
  });

  it('give seats in the order of the file, and know who came', async () => {
    const { body } = await app.get('events/gatherings?limit=500');
    const items = body['items'] as readonly { readonly gatheringId: string; readonly title: string }[];
    const third = items.find(({ title }) => title.includes('n° 3 ;'));
    const seats = await app.get(`events/registrations/${String(third?.gatheringId)}`);
    expect(seats.body).toMatchObject({ seated: 5, waiting: 1, free: 0, present: 1 });
  });
});

describe('a line', () => {
  const HEADER = 'Réf;Titre;Type;Lieu;Date;Fin;Public;État;Annoncé le;Capacité';
  const gathering = (line: string) => `${HEADER}\n${line}\n`;
  const registration = (line: string) => `Réf;Nom;SIREN;Inscrit le;Places;Présent\n${line}\n`;
  const right = 'S1;Soirée d’été à 12 €;Séminaire;Œuvre;31/12/2016 18:00;31/12/2016 23h00;Tous;;01/06/2016;sans limite';

  it('in Windows-1252 is the same gathering, by the clocks of its place', async () => {
    expect(await imported(importGatherings, toWindows1252(gathering(right)) ?? '')).toMatchObject({
      ...{ code: 0, recorded: 3 },
    });
    expect(await imported(importGatherings, Buffer.from(`\ufeff${gathering(right)}`, 'utf16le'))).toMatchObject({
      ...{ code: 0, recorded: 0 },
    });
    const { body } = await app.get('events/gatherings?limit=500&format=seminar');
    expect((body['items'] as object[])[0]).toMatchObject({
      title: 'Soirée d’été à 12 €',
      ...{ schedule: { from: '2016-12-31T18:00', to: '2016-12-31T23:00' }, state: 'announced' },
      place: { name: 'Œuvre', zone: 'Europe/Paris' },
    });
  });

  it.each<[string, string, string]>([
    [
      'a day of spreadsheets',
      right.replace('31/12/2016 18:00', '42735'),
      'line 2, Date: found 42735: the number 42735, as',
    ],
    ['no end', right.replace('31/12/2016 23h00', ''), 'line 2: found : the time at which it ends is needed'],
    ['another format', right.replace('Séminaire', 'Bal'), 'line 2, Type: found Bal: needed is one of conference'],
    ['a damaged title', right.replace('Soirée d’été à 12 €', 'SoirÃ©e'), 'Soirée would be valid: confirm'],
    ['half a seat', right.replace('sans limite', '40,5'), 'line 2, Capacité: found 40,5: a whole number is needed'],
    ['nobody it is for', right.replace(';Tous;', ';;'), 'line 2, Public: an audience is needed'],
    ['no reason', right.replace(';;01/06', ';Annulé;01/06'), 'line 2: the reason for which it was cancelled is needed'],
    ['another title', right.replace('Soirée', 'Nuit'), 'line 2: found the title Nuit d’été à 12 €: EVT_LINE_DIFFERS: '],
  ])('with %s is refused', async (_what, line, said) => {
    const { code, printed, recorded } = await imported(importGatherings, gathering(line));
    expect([code, recorded]).toEqual([1, 0]);
    expect(printed[0]).toContain(said.replace(': found : ', ': '));
  });

  it.each<[string, string, string]>([
    [
      'of a gathering that nobody imported',
      `S9;Zoé;${sirenOf(1)};01/07/2016;1;`,
      'found S9: EVT_GATHERING_NOT_FOUND: ',
    ],
    ['of nobody', `S1;;${sirenOf(1)};01/07/2016;1;`, 'line 2, Nom: the name of a person is needed'],
    [
      'of a company that is not registered',
      `S1;Zoé;${sirenOf(7777)};01/07/2016;1;`,
      'no organisation of the register bears it',
    ],
    ['without a day', `S1;Zoé;${sirenOf(1)};;1;`, 'line 2, Inscrit le: the day of the registration is needed'],
    ['for more than it may be', `S1;Zoé;${sirenOf(1)};01/07/2016;2;`, 'found 2: EVT_PARTY_TOO_LARGE: '],
    ['of more than were registered', `S1;Zoé;${sirenOf(1)};01/07/2016;1;3`, 'found 3: EVT_MORE_PRESENT: '],
    ['of nobody knows who', `S1;Zoé;${sirenOf(1)};01/07/2016;1;peut-être`, 'needed is how many came'],
  ])('%s is refused', async (_what, line, said) => {
    const { code, printed, recorded } = await imported(importRegistrations, registration(line));
    expect([code, recorded]).toEqual([1, 0]);
    expect(printed[0]).toContain(said);
  });

  it('that is tried records nothing', async () => {
    const line = registration(`S1;Zoé;${sirenOf(1)};01/07/2016;1;oui`);
    const tried = await imported(importRegistrations, line, { dryRun: true });
    expect([tried.code, tried.recorded]).toEqual([0, 0]);
    expect(tried.printed.at(-1)).toContain(
      '1 registrations entered, 0 unchanged, 0 refused: 2 events would be recorded',
    );
    expect((await imported(importRegistrations, line)).recorded).toBe(2);
  });

  it.each([
    ['', 'the id of a cluster is needed'],
    [countedUuid(99), 'cluster not found'],
  ])('of the cluster %j is wrong use', (cluster, said) =>
    expect(imported(importGatherings, gathering(right), { cluster })).rejects.toThrow(said),
  );
});
