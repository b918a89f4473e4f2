import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  addressVariable,
  INTERNAL_RATE_LIMIT,
  passwordVariable,
  PROVISION,
  SERVICES,
  type ServiceRow,
} from './services.ts';

/** Writes the programs of the compose file below the servers, which are written by hand. */
const file = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));
const ADMIN_PASSWORD = '${POSTGRES_PASSWORD:?a password for the database, letters and digits}';
const MARK = '  # From here on written by `npm run generate`, from infra/topology.\n';

const [servers = ''] = readFileSync(file, 'utf8').split(MARK);
const programs = [provisionText(), ...SERVICES.map(serviceText)];
writeFileSync(file, servers + MARK + programs.map((text) => `\n${text}`).join(''));

function provisionText(): string {
  return `  # Migrates the database, gives each context its role, and ends.
  provision:
    <<: *program
    command: ['node', 'dist/apps/provision/src/main.js']
    environment:
      NODE_ENV: production
      LOG_LEVEL: \${LOG_LEVEL:-info}
${variablesText(PROVISION)}
    depends_on:
      postgres:
        condition: service_healthy
    restart: on-failure
`;
}

function serviceText(row: ServiceRow): string {
  const usesKafka = row.variables.includes('KAFKA_BROKERS');
  const ports = row.name === 'gateway' ? `    ports:\n      - '\${GRAPPE_PORT:-8080}:8080'\n` : '';
  return `  ${row.name}:
    <<: *program
    command: ['node', '--max-semi-space-size=64', 'dist/apps/${row.app}/src/main.js']
    environment:
      <<: ${usesKafka ? '[*settings, *kafka]' : '*settings'}
      PORT: '${String(row.port)}'
${variablesText(row)}
${row.variables.includes('KEK_FILE') ? '    secrets: [kek]\n' : ''}    depends_on:
${conditionsOf(row).join('\n')}
${ports}    healthcheck: *health
`;
}

function variablesText(row: ServiceRow): string {
  const own = row.variables.filter((variable) => !variable.startsWith('KAFKA_'));
  return own.map((variable) => `      ${variable}: ${valueOf(variable, row)}`).join('\n');
}

/** @throws TypeError for a variable that has no value here */
function valueOf(variable: string, { name, databaseRole }: ServiceRow): string {
  if (variable === 'RATE_LIMIT_PER_SECOND') return `'${String(INTERNAL_RATE_LIMIT)}'`;
  if (variable === 'COMMAND_KEY') return '${COMMAND_KEY:?32 characters or more, the same for good}';
  if (variable === 'KEK_FILE') return '/run/secrets/kek';
  if (variable === 'DATABASE_URL') {
    const login = databaseRole === 'admin' ? `grappe:${ADMIN_PASSWORD}` : `${String(databaseRole)}:${passwordOf(name)}`;
    return `postgres://${login}@postgres:5432/grappe`;
  }
  const secret = SERVICES.find((row) => passwordVariable(row.name) === variable);
  if (secret !== undefined) return passwordOf(secret.name);
  const service = SERVICES.find((row) => addressVariable(row.name) === variable);
  if (service === undefined) throw new TypeError(`${name} needs ${variable}, which has no value in the compose file`);
  return `http://${service.name}:${String(service.port)}`;
}

function passwordOf(context: string): string {
  return `\${${passwordVariable(context)}:?a password for the role of ${context}, letters and digits}`;
}

function conditionsOf({ after, variables }: ServiceRow): readonly string[] {
  const servers = variables.includes('KAFKA_BROKERS') && after.includes('provision') ? ['kafka'] : [];
  return [...after, ...servers].flatMap((name) => [
    `      ${name}:`,
    `        condition: ${name === 'provision' ? 'service_completed_successfully' : 'service_healthy'}`,
  ]);
}
