import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { environmentOf } from './environment.ts';
import { openServer, type BenchServer } from './server.ts';
import { printReport, type Suite, type SuiteOptions } from './report.ts';
import { apiSuite } from './api/api.suite.ts';
import { agedSuite } from './append/aged.suite.ts';
import { appendSuite } from './append/append.suite.ts';
import { bulkSuite } from './append/bulk.suite.ts';
import { dryRunSuite } from './dry-run/dry-run.suite.ts';
import { edgeSuite } from './edge/edge.suite.ts';
import { pipelineSuite } from './pipeline/pipeline.suite.ts';
import { relaySuite } from './relay/relay.suite.ts';
import { replaySuite } from './replay/replay.suite.ts';
import { searchSuite } from './search/search.suite.ts';
import { seatsSuite } from './seats/seats.suite.ts';
import { startSuite } from './start/start.suite.ts';

const USAGE = `npm run bench -- <suite> [--quick] [--json]

  append           single events with an expected revision; 1, 8, 32 and 128 writers
  append --bulk    batches of 1,000 events over many streams
  append --aged    the same appends on a store that holds many events already
  replay           the member register rebuilt from all events, with digest
  pipeline         from a command's answer through Kafka to the read model, at 200 commands a second
  api              a command over HTTP beside a bare Nest + Fastify POST with one INSERT, at 32 connections
  edge             hostile bodies refused (nesting, width, length) beside a plain body refused
  dry-run          a merger of two clusters with 10,000 members each over HTTP: dry run, permalink, effect
  search           the directory of 100,000 organisations over HTTP, by name, accent, ligature and identifier
  seats            a board of 100,000 over 5,000 units by each method, beside the same in doubles
  start            npm start to ready, on an empty data folder and again, and its memory at rest
  relay            a backlog from the store to the topics of a Kafka of its own
`;

interface Arguments extends SuiteOptions {
  readonly suite: Suite;
  readonly json: boolean;
}

const NAMED: readonly Suite[] = [
  replaySuite,
  relaySuite,
  pipelineSuite,
  apiSuite,
  edgeSuite,
  dryRunSuite,
  searchSuite,
  seatsSuite,
  startSuite,
];

function suiteOf(name: string | undefined, { bulk, aged }: { bulk: boolean; aged: boolean }): Suite | undefined {
  const named = NAMED.find((suite) => suite.name === name);
  if (named !== undefined || name !== 'append') return named;
  if (bulk) return bulkSuite;
  return aged ? agedSuite : appendSuite;
}

function readArguments(): Arguments | undefined {
  const flag = { type: 'boolean', default: false } as const;
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { json: flag, quick: flag, bulk: flag, aged: flag },
  });
  const suite = suiteOf(positionals[0], values);
  if (suite === undefined || positionals.length > 1) return undefined;
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  return { suite, json: values.json, quick: values.quick, say };
}

async function run({ suite, json, ...options }: Arguments, server: BenchServer): Promise<void> {
  const environment = await environmentOf(server, options.quick);
  const figures = await suite.run(server, options);
  printReport({ suite: suite.name, environment, ...figures }, json);
}

const asked = readArguments();
if (asked === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const server = await openServer();
  try {
    await run(asked, server);
  } finally {
    await server.close();
  }
}
