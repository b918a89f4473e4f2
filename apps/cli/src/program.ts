import { Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext, Verdict } from './commands/console.ts';
import { discard, listDeadLetters, logDeadLetters, retry } from './commands/dead-letters.command.ts';
import { lineage, type LineageOptions } from './commands/lineage.command.ts';
import { rebuild } from './commands/rebuild.command.ts';
import { reconcile, type ReconcileOptions } from './commands/reconcile.command.ts';
import { replay, type ReplayOptions } from './commands/replay.command.ts';
import { show } from './commands/show.command.ts';
import { status } from './commands/status.command.ts';
import { verifySystem } from './commands/verify.command.ts';
import { WrongUse } from './failures.ts';
import type { Whereabouts } from './system/system.ts';

/** What every command takes. */
export interface CommonOptions extends Whereabouts {
  readonly json?: boolean | undefined;
}

export type Work = (context: CommandContext) => Promise<Verdict>;

/** Carries a command out on the system that its options name. */
export type Perform = (options: CommonOptions, work: Work) => Promise<void>;

/** Every command of `grappe` with its words. Nothing is done before `parseAsync`; wrong use throws CommanderError. */
export function createProgram(perform: Perform): Command {
  const program = new Command('grappe')
    .description('Looks at a running Grappe, or at the data of one, from outside: through its HTTP API only.')
    .showHelpAfterError('(grappe --help tells what there is)')
    .exitOverride();
  const commandOf =
    (parent: Command) =>
    (words: string, description: string): Command =>
      parent
        .command(words)
        .description(description)
        .exitOverride()
        .option('--json', 'answer with one JSON value')
        .option('--url <url>', 'where the system is (GRAPPE_URL; else the platform that runs on a data folder)')
        .option('--data <folder>', 'the data folder of a platform; one is started on it when none runs');
  const command = commandOf(program);
  addLooks(command, perform);
  addReadModelWork(command, perform);
  command('reconcile', 'compare the topics of Kafka with the ledger: exit code 1 when anything is wrong')
    .option('--repair', 'publish what is missing')
    .action((options: CommonOptions & ReconcileOptions) => perform(options, (context) => reconcile(context, options)));
  command('verify', 'check every event, stream and read model: exit code 1 when anything is wrong').action(
    (options: CommonOptions) => perform(options, verifySystem),
  );
  const group = program
    .command('dead-letters')
    .description('events that wait because they cannot be applied')
    .exitOverride();
  addDeadLetters(commandOf(group), perform);
  return program;
}

type NewCommand = (words: string, description: string) => Command;

function addLooks(command: NewCommand, perform: Perform): void {
  command('status', 'how many events there are and how far each consumer is').action((options: CommonOptions) =>
    perform(options, status),
  );
  command('show <stream>', 'the events of a stream')
    .option('--up-to <revision|date>', 'the last revision, or the day or instant up to which recordings count')
    .action((stream: string, options: CommonOptions & { readonly upTo?: string }) =>
      perform(options, (context) => show(context, stream, options)),
    );
  command('lineage <cluster>', 'the clusters that a cluster (its id) came from and went into')
    .addOption(new Option('--direction <direction>', 'how to go').choices(['ancestors', 'descendants', 'both']))
    .option('--valid-at <date>', 'as it was on a day')
    .option('--known-at <date|instant>', 'as it was known then')
    .option('--svg <file>', 'write the drawing to a file')
    .option('--dot', 'answer in the language of Graphviz')
    .action((cluster: string, { json, url, data, ...options }: CommonOptions & LineageOptions) =>
      perform({ json, url, data }, (context) => lineage(context, cluster, options)),
    );
}

function addReadModelWork(command: NewCommand, perform: Perform): void {
  command('replay <read-model>', 'a read model as it was, built in a place of its own')
    .requiredOption('--until <position|date|instant>', 'the last event that counts')
    .option('--compare <position|date|instant>', 'build it as of then too, and compare')
    .option('--tag <tag>', 'names the place; the same tag again replaces it', tag, 'replay')
    .action((readModel: string, options: CommonOptions & ReplayOptions) =>
      perform(options, (context) => replay(context, readModel, options)),
    );
  command('rebuild <read-model>', 'build a read model anew, compare it with the live one and put it in its place')
    .option('--no-switch', 'compare only')
    .action((readModel: string, options: CommonOptions & { readonly switch: boolean }) =>
      perform(options, (context) => rebuild(context, readModel, options)),
    );
}

function addDeadLetters(command: NewCommand, perform: Perform): void {
  command('list', 'the parked keys, and why: exit code 1 when there are any')
    .option('--projection <read-model>', 'of one read model')
    .action((options: CommonOptions & { readonly projection?: string }) =>
      perform(options, (context) => listDeadLetters(context, options)),
    );
  command('log <read-model>', 'what happened to its parked keys: when, at which event, by whom and why')
    .option('--key <key>', 'of one key')
    .action((readModel: string, options: CommonOptions & { readonly key?: string }) =>
      perform(options, (context) => logDeadLetters(context, readModel, options)),
    );
  command('retry <read-model>', 'apply what is parked again, in order: exit code 1 when some of it is still parked')
    .option('--key <key>', 'of one key')
    .action((readModel: string, options: CommonOptions & { readonly key?: string }) =>
      perform(options, (context) => retry(context, readModel, options)),
    );
  command('discard <read-model> <key> <position>', 'go on without the event at which a key stands; the ledger keeps it')
    .requiredOption('--reason <text>', 'why; it is recorded with your name')
    .action((readModel: string, key: string, at: string, options: CommonOptions & { readonly reason: string }) =>
      perform(options, (context) =>
        discard(context, readModel, { key, position: position(at), reason: options.reason }),
      ),
    );
}

function position(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new WrongUse(`a position is a whole number, found ${text}`);
}

function tag(text: string): string {
  if (/^[a-z0-9]{1,12}$/.test(text)) return text;
  throw new InvalidArgumentError('1 to 12 of a-z and 0-9.');
}
