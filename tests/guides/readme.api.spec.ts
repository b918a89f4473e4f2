import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipContext } from '../../apps/membership/src/membership.context.ts';
import { mergersContext } from '../../apps/mergers/src/mergers.context.ts';
import { root } from './commands.ts';
import { typedIn } from './console.ts';
import { guide } from './exchanges.ts';

const text = readFileSync(join(root, 'README.md'), 'utf8');
/** The lines of a shell that send requests, and what the last of them prints. */
const REQUESTS = /```sh\n(base=.*?)```\s+```text\n(.*?)```/s;
/** Commands of `grappe`, and the last line that each prints. */
const AUDIT = /```sh\n((?:npm run grappe -- .*\n)+)```\s+```text\n(.*?)```/s;
const ADDRESS = 'http://127.0.0.1:8080';

describe('the first page', () => {
  let app: TestApplication;
  let url: string;

  beforeAll(async () => {
    app = await TestApplication.start([membershipContext, mergersContext]);
    await app.application.listen(0, '127.0.0.1');
    const { port } = app.application.getHttpServer().address() as AddressInfo;
    url = `http://127.0.0.1:${String(port)}`;
  });
  afterAll(() => app.stop());

  /** What a shell prints that is given these lines. */
  async function printedBy(lines: string): Promise<string> {
    const child = spawn('bash', ['-eu', '-c', lines.replaceAll(ADDRESS, url)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(0);
    return Buffer.concat(chunks).toString('utf8');
  }

  it('says what its requests are answered with', async () => {
    const [, lines = '', shown = ''] = REQUESTS.exec(text) ?? [];
    expect(lines).toContain(ADDRESS);
    const printed = (await printedBy(lines)).trimEnd().split('\n');
    const last = shown.trimEnd().split('\n');
    expect(printed.slice(-last.length)).toEqual(last);
    const before = printed.slice(0, -last.length).map((line) => JSON.parse(line) as object);
    expect(before.map((answer) => Object.keys(answer).includes('readToken'))).toEqual([true, true, true, true]);
  });

  it('shows of the commands for auditors what their guide shows', () => {
    const [, commands = '', shown = ''] = AUDIT.exec(text) ?? [];
    const inGuide = commands
      .trimEnd()
      .split('\n')
      .map((line) => line.replace('npm run grappe --', 'grappe'))
      .map((line) =>
        typedIn(guide('audit.md'))
          .find(({ command }) => command === line)
          ?.printed.at(-1),
      );
    expect(inGuide.length).toBeGreaterThan(2);
    expect(shown.trimEnd().split('\n')).toEqual(inGuide);
  });
});
