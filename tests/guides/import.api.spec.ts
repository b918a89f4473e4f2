import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestApplication } from '#libs/nest-kit/testing';
import { Progress } from '../../apps/cli/src/output/progress.ts';
import { createProgram, type Perform } from '../../apps/cli/src/program.ts';
import { Api } from '../../apps/cli/src/system/api.ts';
import { eventsContext } from '../../apps/events/src/events.context.ts';
import { membershipContext } from '../../apps/membership/src/membership.context.ts';

const root = join(import.meta.dirname, '..', '..');
const cluster = '01500000-0001-7000-8000-000000000001';

const FILE = /<!-- file (\S+) -->\s+```csv\n(.*?)```/gs;
const CONSOLE = /```console\n(.*?)```/gs;
const REQUEST = /```http\n(POST) (\S+)\n(.*?)```\s+```json\n(.*?)```/gs;

describe('the guide to imports', () => {
  let app: TestApplication;
  let folder: string;
  let text: string;

  beforeAll(async () => {
    text = await readFile(join(root, 'docs', 'guides', 'import.md'), 'utf8');
    folder = await mkdtemp(join(tmpdir(), 'grappe-guide-'));
    app = await TestApplication.start([membershipContext, eventsContext], { RATE_LIMIT_PER_SECOND: '10000' });
    await app.application.listen(0, '127.0.0.1');
    await app.post('membership/clusters', { id: cluster, name: 'Numélink', seat: 'Lyon', effectiveAt: '2004-01-01' });
    for (const [, name = '', content = ''] of text.matchAll(FILE)) await writeFile(join(folder, name), content);
  });
  afterAll(async () => {
    await app.stop();
    await rm(folder, { recursive: true });
  });

  /** What a command line prints on standard output. */
  async function printed(line: string): Promise<readonly string[]> {
    const lines: string[] = [];
    const { port } = app.application.getHttpServer().address() as AddressInfo;
    const perform: Perform = async (_options, work) => {
      await work({
        api: new Api(`http://127.0.0.1:${String(port)}`, new AbortController().signal, await app.token()),
        progress: new Progress({ isTerminal: true, write: () => undefined }),
        json: false,
        print: (each) => lines.push(each),
        say: () => undefined,
      });
    };
    const program = createProgram(perform, () => Promise.resolve());
    const words = line.split(' ').map((word) => (word.endsWith('.csv') ? join(folder, word) : word));
    await program.parseAsync(words, { from: 'user' });
    return lines;
  }

  it('says what its commands print', async () => {
    const lines = [...text.matchAll(CONSOLE)].flatMap(([, block = '']) => block.trimEnd().split('\n'));
    const said: string[] = [];
    for (const line of lines.filter((each) => each.startsWith('$ grappe ')))
      said.push(line, ...(await printed(line.replace('$ grappe ', ''))));
    expect(said).toEqual(lines);
    expect(said.length).toBeGreaterThan(15);
  });

  it('says what its requests are answered with', async () => {
    const requests = [...text.matchAll(REQUEST)];
    expect(requests).toHaveLength(1);
    for (const [, , path = '', body = '', answer = ''] of requests) {
      const found = await app.post(path, body);
      expect(found.body).toMatchObject(JSON.parse(answer) as object);
    }
  });
});
