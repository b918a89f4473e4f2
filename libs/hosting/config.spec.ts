import { describe, expect, it } from '@jest/globals';
import { InvalidConfig, readConfig } from './config.ts';

const problemOf = (environment: Readonly<Record<string, string>>): unknown => {
  try {
    return readConfig(environment);
  } catch (error) {
    return error;
  }
};

describe('settings', () => {
  it('are not needed: everything has a value that holds without', () => {
    expect(readConfig({})).toEqual({
      NODE_ENV: 'development',
      GRAPPE_COMMIT: 'unknown',
      HOST: '127.0.0.1',
      PORT: 8080,
      STORE: 'postgres',
      DATA_FOLDER: '.grappe/data',
      LOG_LEVEL: 'info',
      OIDC_ROLES_CLAIM: 'roles',
      OIDC_CLUSTERS_CLAIM: 'clusters',
      OIDC_PERSON_CLAIM: 'person',
      OIDC_ORGANISATIONS_CLAIM: 'organisations',
      OIDC_TOKEN_TYPE: 'at+jwt',
      PERSONAL_TEXTS: 'sealed',
      BODY_LIMIT_BYTES: 1_048_576,
      RATE_LIMIT_PER_SECOND: 2_000,
      LEASE_TTL_MS: 5_000,
      STALL_MS: 30_000,
      KAFKA_REPLICATION: 1,
      KAFKA_PARTITIONS: 12,
    });
  });

  it('that are empty are not set, and what is no setting is left alone', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', PATH: '/bin' })).toEqual(readConfig({}));
  });

  it.each([
    ['PORT', '0', 0],
    ['PORT', '65535', 65_535],
    ['DATABASE_URL', 'postgres://me@db/x', 'postgres://me@db/x'],
    ['DATABASE_URL', 'postgresql://me@db/x', 'postgresql://me@db/x'],
    ['LOG_LEVEL', 'silent', 'silent'],
    ['BODY_LIMIT_BYTES', '1024', 1_024],
    ['TRUST_PROXY', '10.0.0.7, ::1/128 ,loopback', ['10.0.0.7', '::1/128', 'loopback']],
    ['TRUST_PROXY', '192.168.0.0/16', ['192.168.0.0/16']],
    ['LEASE_TTL_MS', '700', 700],
    ['STALL_MS', '500', 500],
    ['SHARDS', 'bank.accounts=2/4', { 'bank.accounts': { shard: 2, of: 4 } }],
    ['SHARDS', 'bank.a=1/1, bank.b=64/64', { 'bank.a': { shard: 1, of: 1 }, 'bank.b': { shard: 64, of: 64 } }],
    ['KAFKA_BROKERS', 'one:9092, two:9093', ['one:9092', 'two:9093']],
    ['KAFKA_REPLICATION', '3', 3],
    ['KAFKA_PARTITIONS', '24', 24],
    ['KAFKA_TOPIC_PREFIX', 'one.', 'one.'],
  ])('%s=%s is %j', (name, text, value) => {
    expect(readConfig({ [name]: text })).toHaveProperty(name, value);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', 'http'],
    ['PORT', '0x50'],
    ['PORT', '8e3'],
    ['LEASE_TTL_MS', '0700'],
    ['PORT', '80.5'],
    ['DATABASE_URL', 'mysql://me@db/x'],
    ['DATABASE_URL', 'db'],
    ['LOG_LEVEL', 'loud'],
    ['OIDC_ISSUER', 'issuer'],
    ['OIDC_JWKS_URL', 'keys'],
    ['OIDC_JWKS_URL', 'file:///keys'],
    ['AUTH', 'none'],
    ['OIDC_TOKEN_TYPE', 'JWT'],
    ['OIDC_ROLES_CLAIM', 'a b'],
    ['BODY_LIMIT_BYTES', '1023'],
    ['RATE_LIMIT_PER_SECOND', '0'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '1'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/'],
    ['TRUST_PROXY', '10.0.0.1,'],
    ['TRUST_PROXY', 'proxy.example'],
    ['LEASE_TTL_MS', '499'],
    ['LEASE_TTL_MS', '600001'],
    ['STALL_MS', '499'],
    ['SHARDS', 'bank.accounts'],
    ['SHARDS', 'bank.accounts=0/4'],
    ['SHARDS', 'bank.accounts=5/4'],
    ['SHARDS', 'bank.accounts=1/65'],
    ['SHARDS', 'bank.accounts=1/4,'],
    ['SHARDS', '=1/4'],
    ['SHARDS', 'bank.accounts=1/4=2'],
    ['SHARDS', 'bank.accounts=1/4,bank.accounts=2/4'],
    ['KAFKA_BROKERS', 'one'],
    ['KAFKA_BROKERS', 'one:9092,'],
    ['KAFKA_REPLICATION', '0'],
    ['KAFKA_PARTITIONS', '0'],
    ['KAFKA_TOPIC_PREFIX', 'a b'],
  ])('%s=%s is refused by name', (name, text) => {
    const error = problemOf({ [name]: text });
    expect(error).toBeInstanceOf(InvalidConfig);
    expect(error).toHaveProperty('message', expect.stringMatching(new RegExp(`not usable:\\n  ${name}: .+`)));
  });

  it('that are wrong are named all at once, a line each', () => {
    expect(problemOf({ PORT: 'x', LOG_LEVEL: 'loud', HOST: 'here' })).toHaveProperty(
      'message',
      expect.stringMatching(/^the environment is not usable:\n {2}PORT: .+\n {2}LOG_LEVEL: .+$/),
    );
  });

  it.each([
    ['AUTH', 'development', 'production'],
    ['DEVELOPMENT_KEY', 'x', 'production'],
    ['CLOCK_FILE', 'x', 'production'],
    ['CLOCK_FILE', 'x', 'Production'],
    ['CLOCK_FILE', 'x', ' PRODUCTION '],
  ])('%s=%s is refused with NODE_ENV=%j, whatever else is set', (name, value, environment) => {
    expect(readConfig({ [name]: value })).toHaveProperty(name, value);
    const oidc = { OIDC_ISSUER: 'https://i.example/', OIDC_AUDIENCE: 'a', OIDC_JWKS_URL: 'https://i.example/keys' };
    const problem = problemOf({ ...oidc, [name]: value, NODE_ENV: environment });
    expect(problem).toBeInstanceOf(InvalidConfig);
    expect(problem).toMatchObject({ message: expect.stringContaining(name) });
  });
});
