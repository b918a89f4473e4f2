/** The database was migrated by newer code: this code must not touch it. */
export class SchemaNewer extends Error {
  override readonly name = 'SchemaNewer';
  constructor(
    readonly component: string,
    readonly databaseVersion: number,
    readonly codeVersion: number,
  ) {
    super(
      `The database schema of "${component}" is at version ${String(databaseVersion)}, and this program knows versions up to ` +
        `${String(codeVersion)} only. Start the newer release, or restore a backup taken before it.`,
    );
  }
}

/** A migration is missing in the middle, or one began and never finished. */
export class SchemaHalfMigrated extends Error {
  override readonly name = 'SchemaHalfMigrated';
  constructor(
    readonly component: string,
    readonly version: number,
    readonly problem: 'missing' | 'unfinished',
  ) {
    const what =
      problem === 'missing'
        ? `has no record of migration ${String(version)} although later ones were applied`
        : `says that migration ${String(version)} began and never finished`;
    super(
      `The database schema of "${component}" is half migrated: it ${what}. Restore a backup, or repair the schema by hand ` +
        `and then the rows of "${component}" in grappe.migrations.`,
    );
  }
}

/** A migration that was applied is not the one this code has under its number. */
export class SchemaAltered extends Error {
  override readonly name = 'SchemaAltered';
  constructor(
    readonly component: string,
    readonly version: number,
    readonly migrationName: string,
  ) {
    super(
      `Migration ${String(version)} (${migrationName}) of "${component}" was applied with other content than this program has. ` +
        'Applied migrations are never edited: put the old text back and write a new migration.',
    );
  }
}

/** A migration's own SQL was refused; nothing of it is left in the database. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed';
  constructor(
    readonly component: string,
    readonly version: number,
    readonly migrationName: string,
    override readonly cause: unknown,
  ) {
    const reason = typeof cause === 'object' && cause !== null && 'message' in cause ? cause.message : cause;
    super(
      `Migration ${String(version)} (${migrationName}) of "${component}" failed and was rolled back: ${String(reason)}`,
    );
  }
}

/** The database was not migrated as far as this code needs it, and this process may not do it. */
export class SchemaOlder extends Error {
  override readonly name = 'SchemaOlder';
  constructor(
    readonly component: string,
    readonly databaseVersion: number,
    readonly codeVersion: number,
  ) {
    super(
      `The database schema of "${component}" is at version ${String(databaseVersion)}, and this program needs version ` +
        `${String(codeVersion)}. Its role may not change it: let the program that provisions the database run first.`,
    );
  }
}
