import { Command, InvalidArgumentError, Option } from 'commander';
import { DIVISOR_METHODS, METHODS } from '#libs/apportionment';
import type { CommandContext, LocalContext, Verdict } from './commands/console.ts';
import { discard, listDeadLetters, logDeadLetters, retry } from './commands/dead-letters.command.ts';
import { exportReadModel } from './commands/export.command.ts';
import { history } from './commands/history.command.ts';
import { importGatherings, importRegistrations } from './commands/import-events.command.ts';
import { importMembers } from './commands/import.command.ts';
import { lineage } from './commands/lineage.command.ts';
import { rebuild, replay } from './commands/read-models.command.ts';
import { reconcile } from './commands/reconcile.command.ts';
import { seats } from './commands/seats.command.ts';
import { show } from './commands/show.command.ts';
import { status } from './commands/status.command.ts';
import { verifySystem } from './commands/verify.command.ts';
import { DATE_FORMATS } from './imports/days.ts';
import type { SeatsOptions } from './seats/options.ts';
import type { Whereabouts } from './system/system.ts';

/** What every command takes. */
export interface CommonOptions extends Whereabouts {
  readonly json?: boolean | undefined;
}

/** Carries a command out on the system that its options name. */
export type Perform = (options: CommonOptions, work: (context: CommandContext) => Promise<Verdict>) => Promise<void>;

/** Carries a command out that needs no system. */
export type PerformLocally = (
  options: Pick<CommonOptions, 'json'>,
  work: (context: LocalContext) => Promise<Verdict>,
) => Promise<void>;

/** Every command of `grappe` with its words. Nothing is done before `parseAsync`; wrong use throws CommanderError. */
export function createProgram(perform: Perform, performLocally: PerformLocally): Command {
  const program = new Command('grappe')
    .description('Looks at a running Grappe, or at the data of one, from outside: through its HTTP API only.')
    .showHelpAfterError('(grappe --help tells what there is)')
    .exitOverride();
  const command = adding(program, perform);
  command('status', status, 'how many events there are and how far each consumer is');
  command('show <stream>', show, 'the events of a stream').option(
    '--up-to <revision|date>',
    'the last revision, or the day or instant up to which recordings count',
  );
  command(
    'history <id>',
    history,
    'what was known of a fact, about which days, by which events, and why it was corrected',
  );
  command('lineage <cluster>', lineage, 'the clusters that a cluster (its id) came from and went into')
    .addOption(new Option('--direction <direction>', 'how to go').choices(['ancestors', 'descendants', 'both']))
    .option('--valid-at <date>', 'as it was on a day')
    .option('--known-at <date|instant>', 'as it was known then')
    .option('--svg <file>', 'write the drawing to a file')
    .option('--dot', 'answer in the language of Graphviz');
  command('replay <read-model>', replay, 'a read model as it was, built in a place of its own')
    .requiredOption('--until <position|date|instant>', 'the last event that counts')
    .option('--compare <position|date|instant>', 'build it as of then too, and compare')
    .option('--tag <tag>', 'names the place; the same tag again replaces it', tag, 'replay');
  const build = 'build a read model anew, compare it with the live one and put it in its place';
  command('rebuild <read-model>', rebuild, build).option('--no-switch', 'compare only');
  const compare = 'compare the topics of Kafka with the ledger: exit code 1 when anything is wrong';
  command('reconcile', reconcile, compare).option('--repair', 'publish what is missing');
  command('verify', verifySystem, 'check every event, stream and read model: exit code 1 when anything is wrong');
  const take = 'a read model as a file: membership.members of a cluster, or a list by its name (governance.offices)';
  command('export <read-model>', exportReadModel, take)
    .addOption(new Option('--format <format>', 'of the file').choices(['csv', 'ndjson']).default('csv'))
    .option('--cluster <id>', 'of this cluster')
    .option('--valid-at <date>', 'as it was on a day')
    .option('--known-at <date|instant>', 'as it was known then')
    .option('--reason <text>', 'why; needed where persons are named, and recorded with your name')
    .option('--output <file>', 'where to; standard output without it');
  addSeats(program, performLocally);
  const importing = program.command('import').description('enters what stands in a file').exitOverride();
  addImports(adding(importing, perform));
  const waiting = 'events that wait because they cannot be applied';
  addDeadLetters(adding(program.command('dead-letters').description(waiting).exitOverride(), perform));
  return program;
}

function addImports(command: ReturnType<typeof adding>): void {
  const refusing = 'exit code 1 when lines were refused (docs/guides/import.md)';
  const members = command('members <file>', importMembers, `the members of a cluster from a file of CSV: ${refusing}`);
  withImportOptions(members, 'the cluster whose members they are', 'the first day of lines that say none');
  const what = 'the gatherings of a cluster from a file of CSV, with what became of them';
  const gatherings = command('gatherings <file>', importGatherings, `${what}: ${refusing}`);
  withImportOptions(gatherings, 'the cluster that organises them', 'the day of announcement of lines that say none');
  gatherings.option('--zone <zone>', 'the time zone of places whose lines say none', 'Europe/Paris');
  const who = 'registrations for gatherings that were imported, with who came, from a file of CSV';
  const registrations = command('registrations <file>', importRegistrations, `${who}: ${refusing}`);
  withImportOptions(registrations, 'the cluster whose gatherings they are for', 'the day of lines that say none');
}

function withImportOptions(command: Command, cluster: string, since: string): void {
  command
    .requiredOption('--cluster <id>', cluster)
    .option('--mapping <field=column>', 'which column says what, where its header does not; may be repeated', added, [])
    .addOption(new Option('--date-format <format>', 'how days are written').choices(DATE_FORMATS).default('yyyy-mm-dd'))
    .option('--since <day>', since)
    .option('--dry-run', 'record nothing, and say what would be')
    .option('--keep-recorded', 'lines that say otherwise than is recorded change nothing and are not refused')
    .option('--report <file>', 'what was refused and why: CSV where the file is called so, else lines of JSON');
}

function addSeats(program: Command, performLocally: PerformLocally): void {
  const share = 'the seats of a house by the figures of a file (CSV or JSON; - reads standard input), and why';
  program
    .command('seats <file>')
    .description(`${share}: exit code 1 where lots are to be drawn, or nothing is possible`)
    .exitOverride()
    .option('--json', 'answer with one JSON value')
    .option('--house <seats>', 'how many there are')
    .addOption(new Option('--method <method>', 'how they are shared').choices(METHODS))
    .option('--weights <column=weight,…>', 'what counts, and how much: jobs=1/3,funding=1/3,members=1/3')
    .option('--minimum <seats>', 'of each unit')
    .option('--maximum <seats>', 'of each unit')
    .option('--cap <fraction>', 'no unit has more than this part of the house')
    .option('--base <seats>', 'of each unit, for base-and-proportion')
    .addOption(
      new Option('--rounding <method>', 'of what is above the base; without it adams').choices(DIVISOR_METHODS),
    )
    .option('--square-roots', 'shares weigh by their square roots')
    .option('--tie-rule <weight|column,…>', 'what a tie goes by before lots are drawn')
    .option('--lot <unit,…>', 'the recorded drawing for a tie, in the order of drawing; may be repeated', added, [])
    .option('--vacancies', 'seats that nobody can hold stay vacant')
    .action(function (this: Command, file: string, options: SeatsOptions) {
      return performLocally(this.opts<Pick<CommonOptions, 'json'>>(), (context) => seats(context, file, options));
    });
}

function addDeadLetters(command: ReturnType<typeof adding>): void {
  command('list', listDeadLetters, 'the parked keys, and why: exit code 1 when there are any').option(
    '--projection <read-model>',
    'of one read model',
  );
  const log = 'what happened to its parked keys: when, at which event, by whom and why';
  command('log <read-model>', logDeadLetters, log).option('--key <key>', 'of one key');
  const apply = 'apply what is parked again, in order: exit code 1 when some of it is still parked';
  command('retry <read-model>', retry, apply).option('--key <key>', 'of one key');
  const goOn = 'go on without the event at which a key stands; the ledger keeps it';
  command('discard <read-model> <key> <position>', discard, goOn).requiredOption(
    '--reason <text>',
    'why; it is recorded with your name',
  );
}

/** Adds commands with the options that all have; the work of one gets its operands in their order, then its options. */
function adding(parent: Command, perform: Perform) {
  return (
    words: string,
    work: (context: CommandContext, ...args: never[]) => Promise<Verdict>,
    description: string,
  ): Command =>
    parent
      .command(words)
      .description(description)
      .exitOverride()
      .option('--json', 'answer with one JSON value')
      .option('--url <url>', 'where the system is (GRAPPE_URL; else the platform that runs on a data folder)')
      .option('--data <folder>', 'the data folder of a platform; one is started on it when none runs')
      .action(function (this: Command, ...args: unknown[]) {
        return perform(this.opts<CommonOptions>(), (context) => work(context, ...(args as never[])));
      });
}

function added(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function tag(text: string): string {
  if (/^[a-z0-9]{1,12}$/.test(text)) return text;
  throw new InvalidArgumentError('1 to 12 of a-z and 0-9.');
}
