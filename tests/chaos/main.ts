import 'reflect-metadata';
import { Command, InvalidArgumentError } from 'commander';
import { terminalLines } from '#libs/kernel';
import { runChaos } from './chaos.ts';

const parseCount = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is needed');
  return value;
};

interface Options {
  readonly seed: number;
  readonly rounds: number;
  readonly nodes: number;
}

const program = new Command('test:chaos')
  .description('Harms the distributed system at random and looks whether anything was lost.')
  .option('--seed <n>', 'the same seed harms the same', parseCount, 20_261_122)
  .option('--rounds <n>', 'how many rounds', parseCount, 20)
  .option('--nodes <n>', 'brokers: 1 or 3', parseCount, 1)
  .parse();

const { seed, rounds, nodes } = program.opts<Options>();
const say = (line: string): void => void process.stdout.write(terminalLines(`${line}\n`));
say(`seed ${String(seed)}, ${String(rounds)} rounds, ${String(nodes)} broker(s)`);
const report = await runChaos({ seed, rounds, nodes: nodes === 3 ? 3 : 1, say });
const { acknowledged, lostAnswers, unavailable } = report;
say(
  `${String(acknowledged)} commands acknowledged, ${String(lostAnswers)} answers lost, ${String(unavailable)} times unavailable`,
);
for (const [kind, count] of Object.entries(report.counts)) say(`  ${String(count).padStart(3)} × ${kind}`);
if (report.endedByThemselves.length > 0) say(`ended by themselves:\n  ${report.endedByThemselves.join('\n  ')}`);
for (const fault of report.wrong) say(`WRONG ${fault}`);
say(report.wrong.length === 0 ? 'clean' : 'not clean');
process.exit(report.wrong.length === 0 ? 0 : 1);
