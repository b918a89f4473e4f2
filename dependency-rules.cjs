/**
 * The arrows of the architecture as rules that run (`npm run check -- imports`). The comment of a rule is the reason for it.
 * A waiver needs an ADR. Tests are free: `*.spec.ts`, `testing/` and `test/` folders and everything under `tests/`.
 */
const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const tests = '(\\.spec\\.ts$|/testing/|/test/|^tests/)';
const isContext = (name) => existsSync(join(__dirname, 'apps', name, 'src', `${name}.context.ts`));
const contexts = `(${readdirSync(join(__dirname, 'apps')).filter(isContext).join('|')})`;
const core =
  '^node:|^(assert|buffer|child_process|cluster|crypto|dgram|dns|events|fs|http|http2|https|net|os|path|process|stream|timers|tls|url|util|v8|vm|worker_threads|zlib)(/|$)';

const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });
/** A lib may import its own files, the libs named, and packages of npm; which packages is the business of other rules. */
const libImportsOnly = (lib, allowed, comment) =>
  rule(
    `${lib}-imports`,
    comment,
    { path: `^libs/${lib}/`, pathNot: tests },
    { path: '^(apps|libs|infra|bench|tests)/', pathNot: [`^libs/${lib}/`, ...allowed.map((name) => `^${name}/`)] },
  );
const onlyFrom = (name, to, from, comment) =>
  rule(name, comment, { path: '^(apps|libs|infra)/', pathNot: [tests, ...from] }, to);

const forbidden = [
  rule(
    'no-cycles',
    'Files that need each other are one idea in two files, and load in an order nobody chose.',
    { pathNot: tests },
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  ),
  rule(
    'sources-without-tests',
    'What ships must not need what only the tests have.',
    { path: '^(apps|libs|infra)/', pathNot: tests },
    { path: tests },
  ),
  rule(
    'no-development-packages',
    'A dev-dependency is not there when only production packages are installed.',
    { path: '^(apps|libs|infra)/', pathNot: [tests, '^infra/scripts/', '^libs/contracts/generate-'] },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  ),

  libImportsOnly('kernel', [], 'The kernel stands below everything: what it imported, the whole domain would import.'),
  libImportsOnly(
    'contracts',
    [],
    'The contracts are a package of their own that subscribers install without the rest.',
  ),
  rule(
    'contracts-packages',
    'A subscriber who installs the contracts gets zod and nothing else.',
    { path: '^libs/contracts/', pathNot: [tests, '^libs/contracts/generate-'] },
    { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/zod/' },
  ),
  libImportsOnly(
    'ballot',
    ['libs/kernel', 'libs/contracts'],
    'A tally is judged by arithmetic alone: whoever records a vote judges it with the same code.',
  ),
  libImportsOnly(
    'identifiers',
    ['libs/kernel'],
    'What a text says of an organisation is arithmetic: whoever reads a file judges it with the same code as who records it.',
  ),
  libImportsOnly('calendar', [], 'A calendar file is days and texts; what they mean is the business of its caller.'),
  libImportsOnly('csv', [], 'A table is bytes, text and rows; what its columns mean is the business of its caller.'),
  libImportsOnly(
    'succession',
    ['libs/kernel', 'libs/contracts'],
    'What a merger does is one law for the contexts that follow it and for the dry run that foretells it.',
  ),
  libImportsOnly(
    'bitemporal',
    [],
    'Two times over statements are arithmetic on texts that sort: pure, and checked by properties.',
  ),
  libImportsOnly(
    'apportionment',
    ['libs/kernel'],
    'Apportionment is arithmetic: pure, and checked by properties. Its rational numbers are those of the kernel.',
  ),
  libImportsOnly(
    'http',
    ['libs/hosting'],
    'How a problem is answered over HTTP, with a framework around it or without.',
  ),
  libImportsOnly('signal', [], 'What wakes a loop knows nothing of why.'),
  libImportsOnly('postgres', ['libs/kernel'], 'Pools, migrations and leases serve the stores and know none of them.'),
  libImportsOnly(
    'event-store',
    ['libs/kernel', 'libs/postgres', 'libs/contracts', 'libs/signal'],
    'The store carries events of any context; of the contracts it knows the catalogue of schemas only.',
  ),
  libImportsOnly(
    'commands',
    ['libs/kernel', 'libs/contracts', 'libs/event-store', 'libs/projections'],
    'How a command takes effect is the same over HTTP, in a process manager and in an import: it knows no framework, and read models by their port.',
  ),
  libImportsOnly(
    'projections',
    ['libs/kernel', 'libs/postgres', 'libs/signal'],
    'The runner folds any read model: it knows neither contexts nor HTTP.',
  ),
  libImportsOnly(
    'messaging',
    ['libs/kernel', 'libs/event-store', 'libs/postgres', 'libs/signal'],
    'Events travel the same way whoever consumes them.',
  ),
  rule(
    'ordering-pure',
    'Ledger order is a matter of positions: no broker, store or clock has a say in it.',
    { path: '^libs/messaging/ordering/', pathNot: tests },
    { path: '^(apps|libs|infra)/|node_modules/|' + core, pathNot: '^libs/(kernel/|messaging/(ordering|records)/)' },
  ),
  libImportsOnly(
    'ledger',
    ['libs/kernel'],
    'Proofs are pure mathematics over bytes, so that a verifier can be independent.',
  ),
  libImportsOnly(
    'process-managers',
    ['libs/kernel', 'libs/contracts', 'libs/commands', 'libs/projections'],
    'What a process manager does follows from an event and from read models: who runs it and where is not its business.',
  ),
  libImportsOnly(
    'hosting',
    [
      'libs/hosting',
      'libs/kernel',
      'libs/contracts',
      'libs/commands',
      'libs/process-managers',
      'libs/event-store',
      'libs/projections',
      'libs/messaging',
      'libs/ledger',
      'libs/postgres',
    ],
    'A process is the same whatever speaks for it: HTTP and the style of handlers are handed in, contexts are too.',
  ),
  rule(
    'hosting-without-http',
    'Relay, provisioning and what comes without HTTP pay for no web framework.',
    { path: '^libs/hosting/' },
    { path: 'node_modules/(@nestjs|fastify|@fastify)/' },
  ),
  libImportsOnly(
    'nest-transport',
    ['libs/kernel', 'libs/contracts', 'libs/hosting'],
    "Nest's handler style is for services of others too: it needs a source of events and a database, and no HTTP.",
  ),
  libImportsOnly(
    'nest-kit',
    [
      'libs/kernel',
      'libs/contracts',
      'libs/commands',
      'libs/event-store',
      'libs/projections',
      'libs/postgres',
      'libs/hosting',
      'libs/http',
      'libs/csv',
    ],
    'The rim speaks for a process: what it needs of stores, brokers and read models is opened by hosting, and contexts are handed to it.',
  ),
  rule(
    'libs-without-apps',
    'Arrows go from apps to libs; a lib that knew an app would be part of it.',
    { path: '^libs/', pathNot: tests },
    { path: '^(apps|bench)/' },
  ),
  rule(
    'infra-without-product',
    'Launchers start servers for anybody, the product included.',
    // Templates are the product's code before it has a name.
    { path: '^infra/', pathNot: [tests, '^infra/templates/'] },
    { path: '^(apps|libs)/' },
  ),

  rule(
    'contexts-apart',
    'Contexts share published events and nothing else: this is what lets them become processes.',
    { path: `^apps/${contexts}/`, pathNot: tests },
    { path: `^apps/${contexts}/`, pathNot: '^apps/$1/' },
  ),
  rule(
    'contexts-without-programs',
    'A context is composed by a program and does not know which one.',
    { path: `^apps/${contexts}/`, pathNot: tests },
    { path: '^apps/(platform|relay|gateway|cli|console)/' },
  ),
  rule(
    'domain-imports',
    'Deciders are pure: they stand on the kernel and on their own words.',
    { path: '^apps/([^/]+)/src/domain/', pathNot: tests },
    {
      path: '^(apps|libs|infra)/',
      pathNot: [
        '^apps/$1/src/domain/',
        '^libs/kernel/',
        '^libs/contracts/',
        '^libs/ballot/',
        '^libs/identifiers/',
        '^libs/succession/',
        '^libs/bitemporal/',
        '^libs/apportionment/',
      ],
    },
  ),
  rule(
    'domain-contracts-as-types',
    'The domain names the published events and reads their facts; validating them is the work of the rim and the store.',
    { path: '^(apps/[^/]+/src/domain|libs/ballot|libs/succession|libs/contracts/facts)/', pathNot: tests },
    { path: '^libs/contracts/', pathNot: '^libs/contracts/facts/', dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'domain-packages',
    'No framework, database or client decides anything; a type of a package decides nothing either.',
    { path: '^apps/[^/]+/src/domain/', pathNot: tests },
    {
      dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'npm-unknown'],
      dependencyTypesNot: ['type-only'],
    },
  ),
  rule(
    'domain-node',
    'Hashing is arithmetic; everything else of node is a clock, a file or a socket.',
    { path: '^apps/[^/]+/src/domain/', pathNot: tests },
    { path: core, pathNot: '^(node:)?crypto$' },
  ),
  rule(
    'policies-pure',
    'Process managers are folds too: the framework runs them, they do not run it.',
    { path: '^(apps/[^/]+/src/policies|libs/process-managers)/', pathNot: tests },
    { path: '^libs/(nest-kit|nest-transport|hosting)/|node_modules/(@nestjs|typeorm|pg|fastify|kafkajs)/' },
  ),
  rule(
    'read-models-apart',
    'A projector is a pure fold and lives without its queries.',
    { path: '^apps/[^/]+/src/read-models/.*(projector|document|projection)\\.ts$', pathNot: tests },
    { path: 'node_modules/(@nestjs|typeorm|pg|fastify)/' },
  ),
  rule(
    'relay-alone',
    'The relay carries the events of every context and runs none of them, so that it changes with none.',
    { path: '^apps/relay/', pathNot: tests },
    { path: '^(apps|infra)/', pathNot: '^apps/relay/' },
  ),
  rule(
    'cli-from-outside',
    'The command line is the independent verifier: public contracts, HTTP, and what is arithmetic over the files that it is given.',
    { path: '^apps/cli/', pathNot: tests },
    {
      path: '^(apps|libs|infra)/',
      pathNot: [
        '^apps/cli/',
        '^libs/contracts/',
        '^libs/kernel/',
        '^libs/csv/',
        '^libs/identifiers/',
        '^libs/apportionment/',
      ],
    },
  ),

  rule(
    'programs-without-framework',
    'What forwards, prepares or verifies has no handlers of its own: a framework would be most of its start.',
    { path: '^apps/(gateway|provision|cli)/', pathNot: tests },
    { path: 'node_modules/@nestjs/', reachable: true },
  ),
  rule(
    'programs-without-jest',
    'Jest hands out its functions inside of its own runs only: a program that reaches them does not start.',
    {
      path: '^tests/(chaos|stories|projections|contracts)/(main|demo|generate-\\w+)\\.ts$|^(apps|libs|infra)/.*/(main|generate-\\w+)\\.ts$',
    },
    { path: 'node_modules/@jest/', reachable: true },
  ),
  onlyFrom(
    'typeorm-at-the-rim',
    { path: 'node_modules/(typeorm|@nestjs/typeorm)/' },
    ['^libs/hosting/'],
    'Contexts see read models as queries, so the mapper can be replaced in one folder.',
  ),
  onlyFrom(
    'pg-in-adapters',
    { path: 'node_modules/(pg|pg-copy-streams)/', dependencyTypesNot: ['type-only'] },
    [
      '^libs/postgres/',
      '^libs/event-store/postgres/',
      '^libs/projections/',
      '^libs/messaging/postgres/',
      '^infra/local/',
    ],
    'SQL stands where its transactions are reasoned about; a pool may be passed on, so types are free.',
  ),
  onlyFrom(
    'kafka-in-its-adapter',
    { path: 'node_modules/kafkajs/' },
    ['^libs/messaging/kafka/'],
    'A broker client can be replaced behind the port.',
  ),
  onlyFrom(
    'csv-in-its-lib',
    { path: 'node_modules/csv-(parse|stringify)/' },
    ['^libs/csv/'],
    'What is dangerous in a cell is decided in one place.',
  ),
  onlyFrom(
    'kurrent-in-its-adapter',
    { path: 'node_modules/@kurrent/' },
    ['^libs/event-store/kurrent/'],
    'A store is chosen by configuration, not by imports.',
  ),
  onlyFrom(
    'telemetry-in-its-folder',
    { path: 'node_modules/(prom-client|@opentelemetry)/' },
    ['^libs/hosting/telemetry/'],
    'The libs below tell what they did through plain hooks; what becomes of it is the business of the process.',
  ),
  rule(
    'traces-when-wanted',
    'Most processes keep no traces, and pay for none: what keeps them is loaded when a collector is named.',
    { pathNot: tests },
    { path: '^libs/hosting/telemetry/export-traces', dynamic: false },
  ),
  rule(
    'traces-in-one-file',
    'Whatever loads the SDK of OpenTelemetry would make every start load it.',
    { path: '^(apps|libs|infra)/', pathNot: [tests, '^libs/hosting/telemetry/export-traces'] },
    { path: 'node_modules/@opentelemetry/(?!api/)' },
  ),
  rule(
    'nest-at-the-rim',
    'Of the libs only the two named after it know the framework; the others outlive it.',
    { path: '^libs/(?!nest-(kit|transport)/)' },
    { path: 'node_modules/@nestjs/' },
  ),
  onlyFrom(
    'transport-in-its-lib',
    { path: 'node_modules/@nestjs/microservices/' },
    ['^libs/nest-transport/'],
    "Nest's own transports take events for handled that nobody handled: handlers are declared with ours.",
  ),
  rule(
    'one-door',
    'A lib is entered through its index: what is not exported there may change without asking.',
    { path: '^(apps|libs|infra|tests|bench)/([^/]+)/' },
    { path: '^libs/[^/]+/(?!index\\.ts$|[^/]+/index\\.ts$|[^/]+/testing/index\\.ts$)', pathNot: ['^$1/$2/'] },
  ),
];

module.exports = {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|\\.grappe)/|^apps/console/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'types', 'default'],
      exportsFields: ['exports'],
      mainFields: ['main', 'types'],
    },
  },
};
