import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestApplication } from '#libs/nest-kit/testing';
import { Api } from '../../apps/cli/src/system/api.ts';
import { eventsContext } from '../../apps/events/src/events.context.ts';
import { membershipContext } from '../../apps/membership/src/membership.context.ts';
import { printedBy, typedIn } from './console.ts';
import { guide } from './exchanges.ts';

const cluster = '01500000-0001-7000-8000-000000000001';

const FILE = /<!-- file (\S+) -->\s+```csv\n(.*?)```/gs;
const REQUEST = /```http\n(POST) (\S+)\n(.*?)```\s+```json\n(.*?)```/gs;

const text = guide('import.md');

describe('the guide to imports', () => {
  let app: TestApplication;
  let folder: string;

  beforeAll(async () => {
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

  it('shows in French the same files, commands and answers', () => {
    const blocksOf = (page: string) => page.match(/(?:<!-- file \S+ -->\s+)?^```[^]*?^```$/gm);
    expect(blocksOf(guide('import.fr.md'))).toEqual(blocksOf(text));
  });

  it('says what its commands print', async () => {
    const { port } = app.application.getHttpServer().address() as AddressInfo;
    const api = new Api(`http://127.0.0.1:${String(port)}`, new AbortController().signal, await app.token());
    const typed = typedIn(text);
    for (const { command, printed } of typed) {
      const [, ...words] = command.split(' ').map((word) => (word.endsWith('.csv') ? join(folder, word) : word));
      expect({ command, printed: await printedBy(words, api) }).toEqual({ command, printed });
    }
    expect(typed.length).toBeGreaterThan(8);
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
