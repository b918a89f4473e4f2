import { CommanderError } from 'commander';
import { terminalLines } from '#libs/kernel';
import { exitCodeOf, messageOf } from './failures.ts';
import { Progress } from './output/progress.ts';
import { createProgram, type Perform, type PerformLocally } from './program.ts';
import { withSystem } from './system/system.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());

const progress = new Progress({
  isTerminal: process.stderr.isTTY,
  write: (text) => process.stderr.write(text),
});
const say = (line: string): void => {
  progress.clear();
  process.stderr.write(terminalLines(`${line}\n`));
};
const print = (text: string): void => {
  process.stdout.write(terminalLines(`${text}\n`));
};

const perform: Perform = async (options, work) => {
  const { json = false } = options;
  const context = { environment: process.env, signal: interruption.signal, say };
  process.exitCode = await withSystem(options, context, (api) => work({ api, json, progress, print, say }));
};

const performLocally: PerformLocally = async ({ json = false }, work) => {
  const standardInput = (): AsyncIterable<Uint8Array> => process.stdin as AsyncIterable<Uint8Array>;
  process.exitCode = await work({ json, print, standardInput });
};

try {
  await createProgram(perform, performLocally).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    say(`grappe: ${messageOf(error)}`);
    process.exitCode = exitCodeOf(error);
  }
}
