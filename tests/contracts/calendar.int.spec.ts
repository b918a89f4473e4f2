import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { icalendar, type Calendar } from '#libs/calendar';
import { describeWithPython, findPython } from './support/python.ts';
import { output } from './support/run.ts';

const PARSERS = { what: 'iCalendar parsers', requirements: 'tests/contracts/support/calendar/requirements.txt' };
const found = await findPython(PARSERS);
const parser = fileURLToPath(new URL('support/calendar/parse.py', import.meta.url));

/** What is hard in RFC 5545: lines that are folded, in the middle of letters of several octets as well, and signs with a meaning of their own. */
const entries: Calendar['entries'] = [
  {
    uid: 'a-1@grappe',
    day: '2016-02-29',
    summary: 'Avis légal : Numélink',
    description: 'G3\nart. 15-3, 15-4; décret',
  },
  { uid: 'a-2@grappe', day: '2017-02-25', summary: 'é'.repeat(120), description: 'a, b; c\\d\n\n"e"' },
  { uid: 'a-3@grappe', day: '2018-12-31', summary: '𝄞'.repeat(60), description: 'x'.repeat(300) },
];

describeWithPython(found)('a calendar as iCalendar', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grappe-calendar-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('says in two parsers what was put into it', async () => {
    const file = join(folder, 'calendar.ics');
    await writeFile(
      file,
      icalendar({ name: 'Fusion; Numélink, Auvergne TIC', revisedOn: '2016-02-01', sequence: 7, entries }),
    );
    const said = JSON.parse(await output(found.python ?? '', [parser, file], folder)) as object;
    expect(said).toEqual({ icalendar: entries, vobject: entries });
  });
});
