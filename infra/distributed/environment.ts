import { addressVariable, INTERNAL_RATE_LIMIT, type ServiceRow } from '../topology/index.ts';

/** Where the programs of one system find each other. */
export interface Surroundings {
  /** As an administrator. */
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly clockFile: string;
  readonly developmentKey: string;
  readonly logLevel: string;
  readonly ports: ReadonlyMap<string, number>;
  readonly more: Readonly<Record<string, string>>;
}

/** The variables of a program on this machine, in development. @throws TypeError for one that has no value here */
export function environmentOf(row: ServiceRow, surroundings: Surroundings): Readonly<Record<string, string>> {
  const { ports, logLevel, developmentKey, clockFile, more } = surroundings;
  const common = {
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: String(ports.get(row.name) ?? row.port),
    LOG_LEVEL: logLevel,
    DEVELOPMENT_KEY: developmentKey,
    CLOCK_FILE: clockFile,
  };
  const own = row.variables.flatMap((variable) => {
    const value = valueOf(variable, row, surroundings);
    return value === undefined ? [] : [[variable, value] as const];
  });
  return { ...common, ...Object.fromEntries(own), ...more };
}

function valueOf(variable: string, row: ServiceRow, surroundings: Surroundings): string | undefined {
  if (variable === 'DATABASE_URL') return databaseUrlOf(row, surroundings.databaseUrl);
  if (variable === 'KAFKA_BROKERS') return surroundings.brokers.join(',');
  if (variable === 'KAFKA_REPLICATION') return String(surroundings.brokers.length);
  if (variable === 'KAFKA_PARTITIONS') return '6';
  if (variable === 'RATE_LIMIT_PER_SECOND') return String(INTERNAL_RATE_LIMIT);
  // The embedded server trusts this machine.
  if (variable.endsWith('_DATABASE_PASSWORD')) return undefined;
  for (const [name, port] of surroundings.ports)
    if (variable === addressVariable(name)) return `http://127.0.0.1:${String(port)}`;
  throw new TypeError(`${row.name} needs ${variable}, which has no value here`);
}

function databaseUrlOf({ databaseRole }: ServiceRow, adminUrl: string): string {
  const url = new URL(adminUrl);
  if (databaseRole !== undefined && databaseRole !== 'admin') url.username = databaseRole;
  return url.toString();
}
