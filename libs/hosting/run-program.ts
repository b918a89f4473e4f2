import { pino, type DestinationStream, type Logger } from 'pino';
import { terminalLines } from '#libs/kernel';
import { InvalidConfig, readConfig, type Config } from './config.ts';

/** A program that runs until it is stopped. */
export interface Program {
  stop(): Promise<void>;
}

interface Settings {
  readonly config: Config;
  readonly log: Logger;
}

/** The log of a program, a line of JSON for each entry, which may be read on a terminal: paths and errors hold what callers sent. */
export function openLog(level: Config['LOG_LEVEL'], destination?: DestinationStream): Logger {
  const options = { level, hooks: { streamWrite: terminalLines }, serializers: { err: withoutValues } };
  return pino(options, destination ?? pino.destination(1));
}

/** An error for the log. What a database adds of the statement and of the row that it refused holds the values, and with them names of persons. */
function withoutValues(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const {
    detail: _row,
    where: _place,
    query: _statement,
    parameters: _values,
    driverError: _again,
    ...facts
  } = pino.stdSerializers.err(error as Error);
  return facts;
}

/**
 * Runs a program: reads its settings, starts it, and stops it in order at SIGINT or SIGTERM (exit code 0). An expected error is
 * printed as its message, any other with its stack; the exit code is 1 then.
 */
export function runProgram(start: (settings: Settings) => Promise<Program>): void {
  runTask(async (settings) => {
    stopAtSignals(await start(settings), settings.log);
  });
}

/** Runs a program that does one task: exit code 0 when it is done; errors are printed as by `runProgram`. */
export function runTask(perform: (settings: Settings) => Promise<void>): void {
  const run = async (): Promise<void> => {
    const config = readConfig(process.env);
    await perform({ config, log: openLog(config.LOG_LEVEL) });
  };
  run().catch((error: unknown) => {
    process.stderr.write(terminalLines(`${messageOf(error)}\n`));
    process.exit(1);
  });
}

function stopAtSignals(program: Program, log: Logger): void {
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    program.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected =
    error instanceof InvalidConfig || /Unavailable|Schema|Provisioned|Differs|ForeignWrap/.test(error.name);
  return expected ? error.message : (error.stack ?? error.message);
}
