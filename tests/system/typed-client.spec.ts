import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

/** Reads a member of an answer; `MEMBER` is the placeholder of one. */
const CLIENT = `
import createClient from 'openapi-fetch';
import type { paths } from './api.js';

export async function nameOfCluster(baseUrl: string, fetch: (request: Request) => Promise<Response>): Promise<string | null> {
  const client = createClient<paths>({ baseUrl, fetch });
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';
  const { data, error } = await client.GET('/api/v1/membership/clusters/{id}', {
    params: { path: { id }, query: { validAt: '2016-03-31' } },
  });
  if (error !== undefined) throw new Error(error.code);
  return data.MEMBER;
}
`;

describe('a client that is generated from the API document', () => {
  let folder: string;
  /** What the compiler finds in the client that reads a member, by the member: they are compiled together. */
  const found = new Map<string, readonly string[]>();
  beforeAll(async () => {
    folder = await mkdtemp(join(process.cwd(), '.grappe-client-'));
    const document = await readFile('docs/reference/openapi.json', 'utf8');
    await writeFile(join(folder, 'api.ts'), astToString(await openapiTS(document)));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const files = new Map(['name', 'surplus'].map((member) => [member, join(folder, `${member}.ts`)]));
    for (const [member, file] of files) await writeFile(file, CLIENT.replace('MEMBER', member));
    const program = ts.createProgram([...files.values()], {
      strict: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      types: [],
      skipLibCheck: true,
    });
    for (const [member, file] of files) {
      program.emit(program.getSourceFile(file));
      const faults = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
      found.set(
        member,
        faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
      );
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('does not compile where it reads a member that no answer has', () => {
    expect(found.get('surplus')).toEqual([expect.stringContaining("'surplus' does not exist")]);
  });

  it('compiles, and reads a typed member of an answer', async () => {
    expect(found.get('name')).toEqual([]);
    const client = (await import(pathToFileURL(join(folder, 'name.js')).href)) as {
      nameOfCluster(baseUrl: string, fetch: (request: Request) => Promise<Response>): Promise<string | null>;
    };
    const asked: string[] = [];
    const answer = (request: Request): Promise<Response> => {
      asked.push(request.url);
      return Promise.resolve(Response.json({ name: 'Numélink' }));
    };
    expect(await client.nameOfCluster('http://127.0.0.1', answer)).toBe('Numélink');
    expect(asked).toEqual([
      'http://127.0.0.1/api/v1/membership/clusters/01890a5d-ac96-774b-bcce-b302099a8057?validAt=2016-03-31',
    ]);
  });
});
