import type { Changes } from '../tables/document-rows.ts';
import { documentText, UnstorableDocument } from './faults.ts';
import type { Documents, Touch } from './fold.ts';

interface Entry {
  readonly key: string;
  /** The document while it is in use. */
  document: object | undefined;
  /** Its text; behind the document while `stale`, the only form once it is put by. */
  text: string | undefined;
  stale: boolean;
  /** Whether the table has a document under this key (or will, once the write at hand is through). */
  stored: boolean;
  /** Whether it differs from what the table has. */
  changed: boolean;
  /** Its size: the length of its text, and what an entry costs by itself. */
  size: number;
}

/** Roughly what a key and its entry take, in characters. */
const ENTRY_SIZE = 200;

/**
 * The documents a rebuild works on. Those in use are objects; the others are put by as texts, which take a quarter of the memory
 * and cost far less to read again than a question to the database. It writes behind, and knows for each key whether the table
 * has it, so that new documents can be copied in.
 */
export class FoldDocuments implements Documents {
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new Map<string, Entry>();
  readonly #used = new Set<Entry>();
  #size = 0;
  /** How many of the changed ones the table has already. */
  #rewrites = 0;

  constructor(
    /** True while every document of the table is in memory: then an unknown key is a new one. */
    private complete = false,
  ) {}

  /** Characters, of all texts and entries together; documents in use count with their last text. */
  get size(): number {
    return this.#size;
  }

  /**
   * Whether enough documents wait for a write beside the fold: mostly new ones, so that no model is written over
   * and over because its documents keep changing.
   */
  hasNewToWrite(atLeast: number): boolean {
    return this.#changed.size >= atLeast && this.#rewrites * 10 <= this.#changed.size;
  }

  get(key: string): object | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.document === undefined && entry.text !== undefined) {
      entry.document = JSON.parse(entry.text) as object;
      this.#used.add(entry);
    }
    return entry.document;
  }

  set(key: string, document: object | undefined): void {
    const known = this.#entries.get(key);
    if (known === undefined && document === undefined) return;
    const entry = known ?? this.#enter(key, undefined);
    if (known !== undefined && entry.document === document && (document !== undefined || entry.text === undefined))
      return;
    entry.document = document;
    entry.text = undefined;
    entry.stale = document !== undefined;
    if (document !== undefined) this.#used.add(entry);
    if (entry.changed) return;
    entry.changed = true;
    if (entry.stored) this.#rewrites += 1;
    this.#changed.set(key, entry);
  }

  /** The keys that have to be looked up before these touches can be applied, each once. */
  unknown(touches: readonly Touch[]): readonly string[] {
    if (this.complete) return [];
    const unknown = new Set<string>();
    for (const { keys } of touches) for (const key of keys) if (!this.#entries.has(key)) unknown.add(key);
    return [...unknown];
  }

  /** Adds the documents of the table under keys that were unknown. */
  add(keys: readonly string[], found: ReadonlyMap<string, object | undefined>): void {
    for (const key of keys) {
      const document = found.get(key);
      const entry = this.#enter(key, document);
      entry.stored = document !== undefined;
      entry.stale = document !== undefined;
      if (document !== undefined) this.#used.add(entry);
    }
  }

  /** Turns documents into texts when more than `atMost` are in use. @throws UnstorableDocument */
  putBy(atMost: number): void {
    if (this.#used.size <= atMost) return;
    for (const entry of this.#used) {
      this.#refresh(entry);
      entry.document = undefined;
    }
    this.#used.clear();
  }

  /** Everything that has changed since the last flush; counts as stored from now on. @throws UnstorableDocument */
  flush(): Changes {
    const [keys, texts, replaced, removed]: [string[], string[], string[], string[]] = [[], [], [], []];
    this.#refreshChanged();
    for (const [key, entry] of this.#changed) {
      const { stored, text } = entry;
      entry.changed = false;
      entry.stored = text !== undefined;
      if (text === undefined) {
        if (stored) removed.push(key);
        continue;
      }
      keys.push(key);
      texts.push(text);
      if (stored) replaced.push(key);
    }
    this.#changed.clear();
    this.#rewrites = 0;
    return { keys, texts, replaced, removed };
  }

  /**
   * Forgets documents, the longest known first, until the rest is within the bound. To be called when the last flush is
   * committed, and not between `unknown` and the fold that relies on it.
   */
  evict(maxSize: number): void {
    for (const [key, entry] of this.#entries) {
      if (this.#size <= maxSize) return;
      if (entry.changed) continue;
      this.complete = false;
      this.#entries.delete(key);
      this.#used.delete(entry);
      this.#size -= entry.size;
    }
  }

  #enter(key: string, document: object | undefined): Entry {
    const entry = { key, document, text: undefined, stale: false, stored: false, changed: false, size: ENTRY_SIZE };
    this.#entries.set(key, entry);
    this.#size += ENTRY_SIZE;
    return entry;
  }

  /** @throws UnstorableDocument that names every document of which JSON can make no text */
  #refreshChanged(): void {
    const failures: UnstorableDocument[] = [];
    for (const entry of this.#changed.values()) {
      try {
        this.#refresh(entry);
      } catch (error) {
        if (!(error instanceof UnstorableDocument)) throw error;
        failures.push(error);
      }
    }
    const keys = failures.flatMap((failure) => failure.keys);
    if (failures[0] !== undefined) throw new UnstorableDocument(keys, failures[0].cause);
  }

  /** Brings the text of a document up to date. @throws UnstorableDocument */
  #refresh(entry: Entry): void {
    if (entry.stale && entry.document !== undefined) {
      entry.text = documentText(entry.document, entry.key);
      entry.stale = false;
    }
    const size = ENTRY_SIZE + (entry.text?.length ?? 0);
    this.#size += size - entry.size;
    entry.size = size;
  }
}
