import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { recordHeadersSchema } from '#libs/contracts';
import { root } from './support/packed-contracts.ts';

const guide = join(root, 'docs', 'guides', 'subscribe');
const text = readFileSync(join(guide, 'README.md'), 'utf8');
const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
  language,
  code,
}));
/** Indentation is the formatter's, here and there. */
const flush = (code: string): string => code.replaceAll(/^ +/gm, '');
const sourcesOf = (folder: string, extension: string): string =>
  readdirSync(join(guide, folder))
    .filter((file) => file.endsWith(extension))
    .map((file) => readFileSync(join(guide, folder, file), 'utf8'))
    .join('\n');

describe('the guide for subscribers', () => {
  it('shows code in each language', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['sh', 'text', 'ts', 'python', 'json']));
  });

  it.each(blocks.filter(({ language }) => language === 'ts'))('quotes the TypeScript that runs: $code', ({ code }) => {
    expect(flush(sourcesOf('typescript', '.ts'))).toContain(flush(code));
  });

  it.each(blocks.filter(({ language }) => language === 'python'))('quotes the Python that runs: $code', ({ code }) => {
    expect(flush(sourcesOf('python', '.py'))).toContain(flush(code));
  });

  it('explains every header, and none that there is not', () => {
    const named = new Set([...text.matchAll(/`(ce_[a-z]+|content-type|traceparent)`/g)].map(([, name]) => name));
    expect([...named].sort()).toEqual(Object.keys(recordHeadersSchema['properties'] as object).sort());
  });

  it('names folders and files that are there', () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
    const files = [...text.matchAll(/`([a-z_-]+\.(?:ts|py))`/g)].map(([, file]) => file!);
    expect(links.filter((link) => !existsSync(join(guide, link)))).toEqual([]);
    expect(
      files.filter((file) => !['typescript', 'python'].some((folder) => existsSync(join(guide, folder, file)))),
    ).toEqual([]);
  });

  it('installs the version of the contracts that is packed', () => {
    const versionOf = (path: string): Readonly<Record<string, unknown>> =>
      JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>;
    const { dependencies } = versionOf(join(guide, 'typescript', 'package.json'));
    const { version } = versionOf(join(root, 'libs', 'contracts', 'package.json'));
    expect(dependencies).toMatchObject({ '@grappe/contracts': `file:grappe-contracts-${String(version)}.tgz` });
  });

  it('installs the same client as the system has, and the same compiler', () => {
    const read = (
      path: string,
    ): Readonly<Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>> =>
      JSON.parse(readFileSync(path, 'utf8')) as ReturnType<typeof read>;
    const [ours, theirs] = [read(join(root, 'package.json')), read(join(guide, 'typescript', 'package.json'))];
    expect(theirs.dependencies['kafkajs']).toBe(ours.dependencies['kafkajs']);
    expect(theirs.devDependencies).toEqual({
      '@types/node': ours.devDependencies['@types/node'],
      typescript: ours.devDependencies['typescript'],
    });
  });
});
