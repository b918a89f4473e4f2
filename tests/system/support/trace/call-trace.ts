/** A function of ours. */
export interface Place {
  readonly file: string;
  readonly name: string;
}

/** That a function of ours was entered. */
export interface Entry extends Place {
  /** The distinguishing part of the first arguments: a text, or the type of an event or a command. */
  readonly about: readonly string[];
  /** The next function of the project on the stack, past those of libraries. Absent where a library called it later on. */
  readonly caller?: Place | undefined;
}

interface Traced {
  entered: (file: string, name: string, received: ArrayLike<unknown>) => void;
  /** The files whose functions are traced. */
  readonly tracedAt: string;
}

const traced = globalThis as typeof globalThis & Traced;

/** Keeps which functions of ours are entered in a program that `run-traced.mjs` runs. */
export class CallTrace {
  #entries: Entry[] | undefined;

  constructor() {
    Error.stackTraceLimit = 200;
    traced.entered = (file, name, received) => {
      this.#entries?.push({ file, name, about: Array.from(received).slice(0, 2).map(formatValue), caller: callerOf() });
    };
  }

  async during(work: () => Promise<unknown>): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    this.#entries = entries;
    await work();
    this.#entries = undefined;
    return entries;
  }
}

function formatValue(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : '';
}

/** The first function of the project on the stack is the one that was entered, the second its caller. */
function callerOf(): Place | undefined {
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = (_error, sites) => sites.map(placeOf).filter((place) => place !== undefined);
  const stack: unknown = new Error('who calls?').stack;
  Error.prepareStackTrace = before;
  return (stack as readonly Place[])[1];
}

function placeOf(site: NodeJS.CallSite): Place | undefined {
  const [, compiled] = String(site.getFileName()).split(`${traced.tracedAt}/`);
  if (compiled === undefined || compiled.startsWith('tests/')) return undefined;
  return { file: compiled.replace(/\.mjs$/, '.ts'), name: site.getFunctionName() ?? 'function' };
}
