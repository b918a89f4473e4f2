/** The files that the rules of this folder judge: what git tracks or would track, read once. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
});
const paths = [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(join(root, path)));

export const files = paths
  .filter((path) => !/\.(png|jpg|ico|tgz|gz|woff2?)$/.test(path))
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0) };
  });

const isTest = ({ path }) => /\.spec\.ts$|\/(testing|test)\/|^tests\//.test(path);
const typescript = files.filter(({ path }) => /^(apps|libs|infra|tests|bench)\/.*\.tsx?$/.test(path));

/** What ships, and what checks it; benchmarks are neither. Kits under `testing/` serve tests, so they count among them. */
export const sources = typescript.filter((file) => !isTest(file) && !file.path.startsWith('bench/'));
export const tests = typescript.filter(isTest);
