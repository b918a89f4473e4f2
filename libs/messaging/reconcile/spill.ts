import { createReadStream } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const BUFFERED = 4 * 1024 * 1024;

/**
 * Lines put into numbered buckets, each bucket read once in the order of writing. Up to `buffered` characters stay in memory, the
 * rest goes to files in a folder of its own, which `close` removes.
 */
export class Spill {
  readonly #waiting = new Map<number, string[]>();
  readonly #files = new Set<number>();
  #characters = 0;
  #folder: string | undefined;

  constructor(
    private readonly parent: string = tmpdir(),
    private readonly buffered = BUFFERED,
  ) {}

  /** The line must hold no line feed (JSON holds none). `relieve` frees the memory. */
  add(bucket: number, line: string): void {
    const lines = this.#waiting.get(bucket);
    if (lines === undefined) this.#waiting.set(bucket, [line]);
    else lines.push(line);
    this.#characters += line.length;
  }

  /** To be called after lines of bounded size. @throws when the disk is full */
  async relieve(): Promise<void> {
    if (this.#characters < this.buffered) return;
    this.#folder ??= await mkdtemp(path.join(this.parent, 'grappe-reconcile-'));
    for (const [bucket, lines] of this.#waiting) {
      await appendFile(this.#file(this.#folder, bucket), `${lines.join('\n')}\n`);
      this.#files.add(bucket);
    }
    this.#waiting.clear();
    this.#characters = 0;
  }

  get buckets(): readonly number[] {
    return [...new Set([...this.#files, ...this.#waiting.keys()])].sort((a, b) => a - b);
  }

  async *lines(bucket: number): AsyncGenerator<string> {
    if (this.#folder !== undefined && this.#files.has(bucket)) yield* linesOf(this.#file(this.#folder, bucket));
    yield* this.#waiting.get(bucket) ?? [];
  }

  async close(): Promise<void> {
    this.#waiting.clear();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  #file(folder: string, bucket: number): string {
    return path.join(folder, `${String(bucket)}.ndjson`);
  }
}

/** `readline` would break lines at U+2028 too, which JSON may hold. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
