import path from 'node:path';
import { WrongUse } from '../failures.ts';
import { foldersWithData, runningPlatforms } from './address.ts';
import { Api } from './api.ts';
import { projectRoot, startPlatform } from './started-platform.ts';
import { tokenSource } from './tokens.ts';

/** Where the system is said to be; nothing of it has to be given. */
export interface Whereabouts {
  readonly url?: string | undefined;
  readonly data?: string | undefined;
}

export interface SystemContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Tells the person what is done for the command beside the command. */
  readonly say: (line: string) => void;
}

const DEFAULT_FOLDERS = ['.grappe/data', '.grappe/demo'];

/**
 * Works with the system: the one at a URL, the one that runs on a data folder, or, where none runs, one that is started on the
 * folder for this and stopped afterwards.
 * @throws WrongUse when there is none
 */
export async function withSystem<T>(
  where: Whereabouts,
  { environment, signal, say }: SystemContext,
  work: (api: Api) => Promise<T>,
): Promise<T> {
  const use = (url: string): Promise<T> =>
    work(new Api(url, tokenSource(environment['GRAPPE_TOKEN'], url, signal), signal));
  const given = where.url ?? nonEmpty(environment['GRAPPE_URL']);
  if (given !== undefined) return await use(checked(given));
  const folders = foldersToLookIn(where, environment);
  for (const { url } of await runningPlatforms(folders)) if (await answers(url, signal)) return await use(url);
  const [folder] = await foldersWithData(folders);
  if (folder === undefined) throw new WrongUse(nothingThere(folders));
  say(`no platform runs; starting one on ${folder} for this command`);
  const started = await startPlatform(folder, signal);
  try {
    return await use(started.url);
  } finally {
    say('stopping the platform');
    await started.stop();
  }
}

/** @throws WrongUse */
function checked(given: string): string {
  if (!URL.canParse(given) || !/^https?:/.test(given)) throw new WrongUse(`not an http or https URL: ${given}`);
  return new URL(given).href.replace(/\/+$/, '');
}

function foldersToLookIn({ data }: Whereabouts, environment: SystemContext['environment']): readonly string[] {
  if (data !== undefined) return [path.resolve(data)];
  const set = nonEmpty(environment['DATA_FOLDER']);
  return (set === undefined ? DEFAULT_FOLDERS : [set]).map((folder) => path.resolve(projectRoot, folder));
}

/** A process of that number may be another one than the platform that wrote the address. */
async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    return (await fetch(`${url}/health/live`, { signal: patience })).ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

function nothingThere(folders: readonly string[]): string {
  return (
    `no platform runs, and there is no data in ${folders.join(' or ')}: ` +
    'start one (npm start, npm run demo), or say where it is (--url, GRAPPE_URL, --data)'
  );
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
