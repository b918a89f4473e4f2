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
import { askAll, lineageDrawing } from './auvergne-rhone-alpes/questions.ts';
import { playOn } from './auvergne-rhone-alpes/play.ts';
import { report, type Verification } from './auvergne-rhone-alpes/report.ts';
import { distributedStage } from './distributed-stage.ts';
import { oneProcessStage } from './one-process-stage.ts';
import type { Stage } from './stage.ts';

/** `npm run demo`: plays the real story on an empty database of its own, prints the answers, and stays up to be tried. */
interface DemoOptions {
  readonly distributed: boolean;
  readonly exit: boolean;
  readonly json: boolean;
  readonly port: string;
}

const DATA_FOLDER = '.grappe/demo';
const DISTRIBUTED_FOLDER = '.grappe/demo-distributed';
const COMMAND_LINE = ['infra/scripts/run.mjs', 'apps/cli/src/main.ts'];

async function demo(options: DemoOptions): Promise<void> {
  requireDevelopmentIssuer();
  const running = await runningDemo();
  if (running !== undefined) {
    const where = `${running.url} (process ${String(running.pid)})`;
    process.stderr.write(terminalLines(`A demo is running already at ${where}. Stop it with Ctrl+C first.\n`));
    process.exit(2);
  }
  const started = performance.now();
  const say = (line: string): void =>
    void (options.json ? process.stderr : process.stdout).write(terminalLines(`${line}\n`));
  say('Grappe: one history of digital clusters, 2014 to 2021, played through the command API.');
  say('While it runs, its development issuer gives tokens with any role to anybody on this machine.');
  const stage = options.distributed ? await apart(options, say) : await together(options);
  const { api, player } = await playOn(stage, ({ day, title }, number, of) => {
    say(`${String(number).padStart(2)}/${String(of)}  ${day}  ${title}`);
  });
  try {
    say(`${String(player.commands)} commands accepted in ${seconds(started)} s; now the questions.`);
    await answer(stage, api, options.json);
  } catch (error) {
    await stage.stop();
    throw error;
  }
  if (options.exit) await stage.stop();
  else stayUp(stage, say);
}

/** The story is played by callers who give themselves their tokens. @throws InvalidConfig */
function requireDevelopmentIssuer(): void {
  if (chooseIssuer(readConfig(process.env), 'npm').kind === 'development') return;
  throw new InvalidConfig(
    'the demo gives itself its tokens: start it without OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL',
  );
}

function together({ port }: DemoOptions): Promise<Stage> {
  return oneProcessStage({ environment: { ...process.env, DATA_FOLDER, PORT: port }, way: 'npm' });
}

async function apart({ port }: DemoOptions, say: (line: string) => void): Promise<Stage> {
  const options = { dataFolder: DISTRIBUTED_FOLDER, port: Number(port), freePorts: true, onReport: say };
  const stage = await distributedStage(options);
  say(serviceTable(stage.system));
  return stage;
}

/** Asks the questions of the story, verifies the history, and draws the lineage. */
async function answer(stage: Stage, api: ApiClient, json: boolean): Promise<void> {
  const answers = await askAll(api);
  const verify = (await commandLine('verify', stage)) as Verification;
  const reconcile = await commandLine('reconcile', stage);
  const drawing = path.join(DATA_FOLDER, 'lineage.svg');
  await mkdir(DATA_FOLDER, { recursive: true });
  await writeFile(drawing, await lineageDrawing(api));
  const found = json
    ? JSON.stringify({ ...answers, verify, reconcile })
    : `${report(answers, verify)}\n  The lineage of Digital League is drawn in ${drawing}`;
  process.stdout.write(terminalLines(`${found}\n`));
}

function seconds(since: number): string {
  return String(Math.round((performance.now() - since) / 1_000));
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

async function runningDemo(): Promise<PlatformAddress | undefined> {
  try {
    const address = JSON.parse(await readFile(path.join(DATA_FOLDER, 'platform.json'), 'utf8')) as PlatformAddress;
    process.kill(address.pid, 0);
    return address;
  } catch {
    return undefined;
  }
}

function stayUp(stage: Stage, say: (line: string) => void): void {
  say(`
It stays up for you to try, until Ctrl+C:
  the reference   ${stage.url}/docs
  a token         curl -s ${stage.url}/development/tokens -H 'content-type: application/json' -d '{"sub":"me","roles":["admin","auditor"]}'
  command line    npm run grappe -- status --url ${stage.url}
                  npm run grappe -- verify --url ${stage.url}
  the database    ${stage.databaseUrl}`);
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
  .description('Plays the real story, prints the answers, and stays up.')
  .option('--distributed', 'each context as a process of its own, on a real Kafka', false)
  .option('--exit', 'end after the report', false)
  .option('--json', 'print one JSON object of the answers', false)
  .option('--port <port>', 'the port of the API', '8080')
  .parse();

demo(program.opts<DemoOptions>()).catch((error: unknown) => {
  const isExpected = error instanceof InvalidConfig || !(error instanceof Error);
  process.stderr.write(terminalLines(`${isExpected ? String(error) : (error.stack ?? error.message)}\n`));
  process.exit(1);
});
