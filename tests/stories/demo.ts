import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { serviceTable } from '#infra/distributed';
import type { PlatformAddress } from '#infra/local';
import { chooseIssuer, InvalidConfig, readConfig } from '#libs/hosting';
import { terminalLines } from '#libs/kernel';
import type { ApiClient } from './api-client.ts';
import { askAll, type AnswersOf } from './ask-all.ts';
import { distributedStage } from './distributed-stage.ts';
import { oneProcessStage } from './one-process-stage.ts';
import { drawnPage } from './page/page.ts';
import { Progress } from './progress.ts';
import { report, verified } from './report.ts';
import type { Verification } from '../../apps/cli/src/verify/verify.ts';
import type { Stage } from './stage.ts';
import { stories as all } from './stories.ts';
import type { Story } from './story.ts';
import { playTogether, rowsOf, type PlayedTogether } from './together.ts';

/** `npm run demo`: plays the real stories on an empty database of its own, prints the answers, and stays up to be tried. */
interface DemoOptions {
  readonly story?: string;
  readonly distributed: boolean;
  readonly exit: boolean;
  readonly json: boolean;
  readonly port: string;
  readonly data: string;
}

const COMMAND_LINE = ['infra/scripts/run.mjs', 'apps/cli/src/main.ts'];

async function demo(options: DemoOptions): Promise<void> {
  requireDevelopmentIssuer();
  const running = await runningDemo(options.data);
  if (running !== undefined) {
    const where = `${running.url} (process ${String(running.pid)})`;
    process.stderr.write(terminalLines(`A demo is running already at ${where}. Stop it with Ctrl+C first.\n`));
    process.exit(2);
  }
  const stories = chosen(options.story);
  const say = (line: string): void =>
    void (options.json ? process.stderr : process.stdout).write(terminalLines(`${line}\n`));
  say('Grappe: real clusters of companies, played day by day through the command API.');
  say('While it runs, its development issuer gives tokens with any role to anybody on this machine.');
  const stage = options.distributed ? await apart(options, say) : await together(options);
  const played = await play(stage, stories, say);
  try {
    await answer(stage, played.api, stories, options);
  } catch (error) {
    await stage.stop();
    throw error;
  }
  if (options.exit) await stage.stop();
  else stayUp(stage, stories, say);
}

/** One story, or all of them. @throws InvalidConfig */
function chosen(key: string | undefined): readonly Story[] {
  if (key === undefined) return all;
  const found = all.filter((story) => story.key === key);
  if (found.length > 0) return found;
  throw new InvalidConfig(`--story is one of ${all.map((story) => story.key).join(', ')}, and not ${key}`);
}

async function play(stage: Stage, stories: readonly Story[], say: (line: string) => void): Promise<PlayedTogether> {
  const progress = new Progress(rowsOf(stories).length);
  const played = await playTogether(stage, stories, ({ day, title, story }, number) => {
    say(`${progress.at(number)}  ${day}  ${stories.length > 1 ? `[${story.key}] ` : ''}${title}`);
  });
  const commands = [...played.players.values()].reduce((sum, player) => sum + player.commands, 0);
  say(`${String(commands)} commands accepted in ${progress.seconds()} s; now the questions.`);
  return played;
}

/** Stories are played by callers who give themselves their tokens. @throws InvalidConfig */
function requireDevelopmentIssuer(): void {
  if (chooseIssuer(readConfig(ownEnvironment()), 'npm').kind === 'development') return;
  throw new InvalidConfig(
    'the demo gives itself its tokens: start it without OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL',
  );
}

/** Without the servers that the environment names: it has a database of its own, and nobody wants stories among the data of an office. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, STORE: _store, KURRENTDB_URL: _kurrentDb, ...environment } = process.env;
  return environment;
}

function together({ port, data }: DemoOptions): Promise<Stage> {
  return oneProcessStage({ environment: { ...ownEnvironment(), DATA_FOLDER: data, PORT: port }, way: 'npm' });
}

async function apart({ port, data }: DemoOptions, say: (line: string) => void): Promise<Stage> {
  const options = { dataFolder: `${data}-distributed`, port: Number(port), freePorts: true, onReport: say };
  const stage = await distributedStage(options);
  say(serviceTable(stage.system));
  return stage;
}

/** Asks the questions of the stories, verifies the history, and draws what is better looked at. */
async function answer(
  stage: Stage,
  api: ApiClient,
  stories: readonly Story[],
  { json, data }: Pick<DemoOptions, 'json' | 'data'>,
): Promise<void> {
  const asked: [Story, AnswersOf][] = [];
  for (const story of stories) asked.push([story, await askAll(api, story)]);
  const verify = (await commandLine('verify', stage)) as Verification;
  const reconcile = await commandLine('reconcile', stage);
  const page = path.join(data, 'stories.html');
  await mkdir(data, { recursive: true });
  await writeFile(page, await drawnPage(api, asked, verify));
  const read = () => [
    ...asked.map(([story, answers]) => report(story, answers)),
    verified(verify),
    `\nAll of it with drawings: open ${page} in a browser.`,
  ];
  const found = json ? JSON.stringify({ stories: plain(asked), verify, reconcile }) : read().join('\n');
  process.stdout.write(terminalLines(`${found}\n`));
}

/** The answers by story and question, as the API gave them. */
function plain(asked: readonly (readonly [Story, AnswersOf])[]): object {
  const answers = (of: AnswersOf) =>
    Object.fromEntries(Object.entries(of).map(([question, each]) => [question, each.answer]));
  return Object.fromEntries(asked.map(([{ key }, of]) => [key, answers(of)]));
}

/** What `grappe` says of the system, as a process of its own over the public API. */
async function commandLine(command: 'verify' | 'reconcile', { url }: Stage): Promise<unknown> {
  const child = spawn(process.execPath, [...COMMAND_LINE, command, '--json', '--url', url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}

async function runningDemo(folder: string): Promise<PlatformAddress | undefined> {
  try {
    const address = JSON.parse(await readFile(path.join(folder, 'platform.json'), 'utf8')) as PlatformAddress;
    process.kill(address.pid, 0);
    return address;
  } catch {
    return undefined;
  }
}

function stayUp(stage: Stage, stories: readonly Story[], say: (line: string) => void): void {
  const { url, databaseUrl } = stage;
  say(`
It stays up for you to try, until Ctrl+C:
  the reference   ${url}/docs
  command line    npm run grappe -- status --url ${url}
                  npm run grappe -- verify --url ${url}
  the database    ${databaseUrl}

Requests to try, in another terminal:
  token=$(curl -s ${url}/development/tokens -H 'content-type: application/json' \\
    -d '{"sub":"me","roles":["admin","auditor"]}' | node -pe 'JSON.parse(require("fs").readFileSync(0)).token')`);
  for (const { about, path: wanted } of stories.flatMap(({ requests = [] }) => requests))
    say(`  # ${about}\n  curl -s -H "authorization: Bearer $token" '${url}/api/v1/${wanted}'`);
  const stop = (): void => {
    stage.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

const program = new Command('demo')
  .description('Plays real stories of clusters, prints the answers, and stays up.')
  .option('--story <name>', `only one of ${all.map(({ key }) => key).join(', ')}`)
  .option('--distributed', 'each context as a process of its own, on a real Kafka', false)
  .option('--exit', 'end after the report', false)
  .option('--json', 'print one JSON object of the answers', false)
  .option('--port <port>', 'the port of the API', '8080')
  .option('--data <folder>', 'where it keeps its database, which begins empty each time', '.grappe/demo')
  .parse();

demo(program.opts<DemoOptions>()).catch((error: unknown) => {
  const isExpected = error instanceof InvalidConfig || !(error instanceof Error);
  process.stderr.write(terminalLines(`${isExpected ? String(error) : (error.stack ?? error.message)}\n`));
  process.exit(1);
});
