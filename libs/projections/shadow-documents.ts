import type { Changes } from './document-rows.ts';
import { documentText } from './faults.ts';
import type { Documents, Touch } from './fold.ts';

interface Entry {
  document: object | undefined;
  /** Whether the table has a document under this key (or will, once the write at hand is through). */
  stored: boolean;
  changed: boolean;
  /** What it counts for: the length of its text when it was last written, and what an entry costs by itself. */
  size: number;
}

/** Roughly what a key and its entry take, in characters. */
const ENTRY_SIZE = 200;

/**
 * The documents a rebuild works on. It writes behind, keeps what is likely to be touched again up to a bound, and knows for each
 * key whether the table has it, so that new documents can be copied in.
 */
export class ShadowDocuments implements Documents {
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new Map<string, Entry>();
  #size = 0;

  constructor(
    /** True while every document of the table is in memory: then an unknown key is a new one. */
    private complete: boolean,
    private readonly maxSize: number,
  ) {}

  /** How many documents wait to be written. */
  get changed(): number {
    return this.#changed.size;
  }

  get(key: string): object | undefined {
    return this.#entries.get(key)?.document;
  }

  set(key: string, document: object | undefined): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      if (document === undefined) return;
      this.#changed.set(key, this.#enter(key, { document, stored: false, changed: true }));
      return;
    }
    if (entry.document === document) return;
    entry.document = document;
    if (entry.changed) return;
    entry.changed = true;
    this.#changed.set(key, entry);
  }

  /** The keys that have to be looked up before these touches can be applied, each once. */
  unknown(touches: readonly Touch[]): readonly string[] {
    if (this.complete) return [];
    const unknown = new Set<string>();
    for (const { keys } of touches) for (const key of keys) if (!this.#entries.has(key)) unknown.add(key);
    return [...unknown];
  }

  /** What the table has under keys that were unknown. */
  add(keys: readonly string[], found: ReadonlyMap<string, object | undefined>): void {
    for (const key of keys) {
      const document = found.get(key);
      this.#enter(key, { document, stored: document !== undefined, changed: false });
    }
  }

  /** Everything that has changed since the last flush; counts as stored from now on. @throws UnstorableDocument */
  flush(): Changes {
    const [keys, texts, replaced, removed]: [string[], string[], string[], string[]] = [[], [], [], []];
    for (const [key, entry] of this.#changed) {
      const { document, stored } = entry;
      entry.changed = false;
      entry.stored = document !== undefined;
      if (document === undefined) {
        if (stored) removed.push(key);
        this.#resize(entry, 0);
        continue;
      }
      const text = documentText(key, document);
      keys.push(key);
      texts.push(text);
      if (stored) replaced.push(key);
      this.#resize(entry, text.length);
    }
    this.#changed.clear();
    return { keys, texts, replaced, removed };
  }

  /**
   * Forgets documents, the longest known first, until the rest is within the bound. To be called when the last flush is
   * committed, and not between `unknown` and the fold that relies on it.
   */
  evict(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#size <= this.maxSize) return;
      if (entry.changed) continue;
      this.complete = false;
      this.#entries.delete(key);
      this.#size -= entry.size;
    }
  }

  #enter(key: string, content: Omit<Entry, 'size'>): Entry {
    const entry = { ...content, size: ENTRY_SIZE };
    this.#entries.set(key, entry);
    this.#size += ENTRY_SIZE;
    return entry;
  }

  #resize(entry: Entry, textLength: number): void {
    this.#size += textLength + ENTRY_SIZE - entry.size;
    entry.size = textLength + ENTRY_SIZE;
  }
}
