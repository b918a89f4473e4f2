/** Where a command of the documents is run, or why nothing runs it. */
type WhereItRuns = { readonly shown: RegExp } & (
  | {
      /** A suite, and words of the title under which it runs the command. */
      readonly by: readonly [suite: string, title: string];
    }
  | {
      /** Run by the machine that runs the tests. */
      readonly ci: string;
    }
  | {
      /** Started by people only, with what a test holds of it. */
      readonly byHand: string;
    }
);

const cli = 'apps/cli/test/cli.int.spec.ts';

/** The first that fits counts. A command in none of these rows, and a row that no document needs, fail the suite. */
export const WHERE_IT_RUNS: readonly WhereItRuns[] = [
  // The programs
  {
    shown: /^npm run demo -- --distributed /,
    byHand: 'tests/system/distributed/distributed.int.spec.ts plays and asks the same on processes and a broker',
  },
  {
    shown: /^npm run demo( -- .*)?$/,
    by: ['tests/stories/demo.int.spec.ts', 'prints the answers to all questions of a story as one object'],
  },
  { shown: /^npm start$/, by: ['tests/system/crash.int.spec.ts', 'a platform that is killed again and again'] },
  {
    shown: /^npm run start:distributed$/,
    by: ['tests/system/distributed/distributed.int.spec.ts', 'the system as processes on Kafka'],
  },
  { shown: /^npm run test:chaos -- /, by: ['tests/chaos/chaos.int.spec.ts', 'loses nothing, applies nothing twice'] },
  {
    shown: /^docker compose up$/,
    byHand: 'no container engine: tests/system/distributed/compose.spec.ts reads the file',
  },
  {
    shown: /^node (infra\/scripts\/run\.mjs apps\/platform\/src\/main\.ts|dist\/apps\/platform\/src\/main\.js)$/,
    by: ['infra/scripts/compile.int.spec.ts', 'do what the sources do'],
  },

  // The tests and checks
  { shown: /^npm test$/, ci: 'npm test' },
  {
    shown: /^((SEED|HISTORIES|ACTIONS_HISTORIES|GATHERINGS|REGISTRATIONS)=\S+ )*npm test( .*)?$/,
    byHand: 'one suite of npm test at a time, or with another seed or size',
  },
  { shown: /^npm run check( .*)?$/, ci: 'npm run check' },
  { shown: /^node infra\/scripts\/run\.mjs tests\/system\/domain-coverage\/main\.ts --list$/, ci: 'npm run check' },
  { shown: /^npm run generate$/, ci: 'npm run check' },
  { shown: /^npm run new -- /, by: ['tests/system/new-context.int.spec.ts', 'changes one line by hand'] },
  { shown: /^npm run (format|build|lock)$/, byHand: 'writes files of the tree; npm run check compares them' },
  { shown: /^npm (install|run bench) ?.*<\w+>/, byHand: 'needs the registry, or a machine of its own to measure on' },

  // grappe
  { shown: /^npm run grappe$|^(npm run grappe --|grappe) status/, by: [cli, 'tells its state'] },
  { shown: /^(npm run grappe --|grappe) show /, by: [cli, 'shows a stream, up to a revision or a day'] },
  { shown: /^(npm run grappe --|grappe) history /, by: [cli, 'prints the history of a fact'] },
  { shown: /^(npm run grappe --|grappe) lineage /, by: [cli, 'draws a lineage'] },
  { shown: /^(npm run grappe --|grappe) replay /, by: [cli, 'replays a read model to a moment'] },
  { shown: /^(npm run grappe --|grappe) rebuild/, by: [cli, 'rebuilds a read model, and finds'] },
  { shown: /^(npm run grappe --|grappe) verify/, by: [cli, 'is good on what is as it should be'] },
  {
    shown: /^(npm run grappe --|grappe) reconcile/,
    by: ['apps/cli/test/reconcile.spec.ts', 'is good on topics that are what the ledger says'],
  },
  {
    shown: /^(npm run grappe --|grappe) (import|export)/,
    by: ['tests/guides/import.api.spec.ts', 'says what its commands print'],
  },
  { shown: /^(npm run grappe --|grappe) seats /, by: ['apps/cli/test/seats.spec.ts', 'grappe seats as a process'] },
  { shown: /^npm run grappe -- dead-letters /, by: ['apps/cli/test/dead-letters.spec.ts', 'list is every page'] },

  // Requests
  {
    shown: /^(base=|token=|one=|send |send\(\))/,
    by: ['tests/guides/readme.api.spec.ts', 'says what its requests are answered with'],
  },

  // The guide for subscribers
  {
    shown:
      /^(cd libs\/contracts|npm pack |cd \S*docs\/guides\/subscribe\/typescript|npm install$|npm start -- --brokers)/,
    by: ['tests/contracts/subscribe-typescript.int.spec.ts', 'the subscriber in TypeScript of the guide'],
  },
  {
    shown: /^(cd docs\/guides\/subscribe\/python|python3 -m venv|\.venv\/bin\/python )/,
    by: ['tests/contracts/subscribe-python.int.spec.ts', 'the subscriber in Python of the guide'],
  },

  // Operating
  {
    shown: /^(pg_dump|createdb|pg_restore|psql) /,
    byHand:
      'client programs of the release of the server; libs/event-store/postgres/pitfalls-restore.int.spec.ts restores by COPY, and tests/system/personal-data-page.spec.ts holds what the backup leaves out',
  },
  { shown: /^(\(umask 077|SHARDS=)/, byHand: 'makes a key, sets a variable' },
];
