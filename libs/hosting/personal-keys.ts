import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type pg from 'pg';
import { catalog } from '#libs/contracts';
import { PersonalTexts, type KeyRing } from '#libs/event-store';
import { KEYS_ROLE, KeyWrap, PostgresKeyRing } from '#libs/event-store/personal';
import { connectPool } from '#libs/postgres';
import { InvalidConfig, type Config } from './config.ts';
import { secretIn } from './secret-file.ts';

const FILE = 'persons.kek';
/** A command seals under one key or two, and a page of a read model opens under some; both are kept in memory for a while. */
const CONNECTIONS = 2;

/** How personal texts are kept. */
export interface PersonalSettings {
  /** The key-encryption key of the installation. */
  readonly wrap: KeyWrap;
  /** False stores texts in clear from now on. */
  readonly seals: boolean;
}

/**
 * The key-encryption key, which wraps the keys of persons: in the file that `KEK_FILE` names, else in one of the data folder, which the first
 * start makes. It is kept outside of the database and of its backups: with it alone nothing can be read, and without it nothing of what was sealed.
 * @throws InvalidConfig for a file that holds no such key; in production on a database server of its own, where the processes share no folder
 */
export async function personalSettingsOf(config: Config): Promise<PersonalSettings> {
  const { KEK_FILE: file, NODE_ENV, DATABASE_URL, DATA_FOLDER, PERSONAL_TEXTS } = config;
  if (file === undefined && NODE_ENV === 'production' && DATABASE_URL !== undefined)
    throw new InvalidConfig(
      'KEK_FILE is not set: a file with 32 random bytes in base64, the same for every process on this database',
    );
  const text = file === undefined ? await secretIn(resolve(DATA_FOLDER), FILE) : await readKek(file);
  return { wrap: wrapOf(text, file ?? FILE), seals: PERSONAL_TEXTS === 'sealed' };
}

async function readKek(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new InvalidConfig(`KEK_FILE cannot be read: ${String(cause)}`, { cause });
  });
}

function wrapOf(text: string, file: string): KeyWrap {
  try {
    return new KeyWrap(Buffer.from(text.trim(), 'base64url'));
  } catch (cause) {
    throw new InvalidConfig(`${file} holds no key: 32 random bytes in base64 are required`, { cause });
  }
}

/** The keys of this installation, and the texts over them. `close` ends its connections. */
export interface PersonalKeys {
  readonly keyRing: KeyRing;
  readonly texts: PersonalTexts;
  close(): Promise<void>;
}

/** @throws ForeignWrap where keys are there that another key-encryption key has wrapped */
export async function openPersonalKeys(
  { wrap, seals }: PersonalSettings,
  databaseUrl: string,
  holder: string,
  onPool: (pool: pg.Pool) => void,
): Promise<PersonalKeys> {
  const name = `grappe ${holder} keys`;
  const pool = connectPool(databaseUrl, { max: CONNECTIONS, applicationName: name, role: KEYS_ROLE });
  try {
    onPool(pool);
    const keyRing = await new PostgresKeyRing({ pool, wrap }).check();
    const texts = new PersonalTexts({ fieldsOf: (type) => catalog.personalFields(type), keyRing, seals });
    return { keyRing, texts, close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw error;
  }
}
