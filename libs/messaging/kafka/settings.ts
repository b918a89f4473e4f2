import { connect as connectPlain } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import kafkajs, { type ISocketFactoryArgs, type KafkaConfig, type LogEntry, type RetryOptions } from 'kafkajs';
import './request-queue.ts';

/** How a process reaches a cluster of Apache Kafka. */
export interface KafkaSettings {
  /** `host:port` of some brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  /** What the brokers call this process in their logs and quotas. */
  readonly clientId: string;
  readonly ssl?: ConnectionOptions | boolean | undefined;
  readonly sasl?: KafkaConfig['sasl'] | undefined;
  /** Stands before the name of every topic on the brokers and nowhere else, so that several systems can share a cluster. */
  readonly topicPrefix?: string | undefined;
  /** How long an answer may take before its request counts as failed; 30,000 unless told. */
  readonly requestTimeoutMs?: number | undefined;
  /** Where a broker is reached from here that advertises another address (a tunnel, a proxy). */
  readonly reachedAt?: ((advertised: BrokerAddress) => BrokerAddress) | undefined;
  /** Hears what the client warns of, a line each. */
  readonly onLog?: ((line: string) => void) | undefined;
}

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** Three tries in under a second: what takes longer is decided above the client, where it can be seen. */
const RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 500, retries: 3 };
const CONNECTION_TIMEOUT_MS = 3_000;
const KEEP_ALIVE_MS = 60_000;

/** The client of a cluster. It tells its log to `onLog`, and writes nowhere by itself. */
export function kafkaClient(settings: KafkaSettings): kafkajs.Kafka {
  const { brokers, clientId, ssl, sasl, requestTimeoutMs = 30_000, onLog } = settings;
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: requestTimeoutMs,
    retry: RETRY,
    socketFactory: (wanted) => socketTo(wanted, settings),
    logLevel: onLog === undefined ? kafkajs.logLevel.NOTHING : kafkajs.logLevel.WARN,
    logCreator: () => (entry) => onLog?.(lineOf(entry)),
  });
}

function socketTo({ host, port, ssl, onConnect }: ISocketFactoryArgs, { reachedAt }: KafkaSettings) {
  const address = reachedAt?.({ host, port }) ?? { host, port };
  // kafkajs declares the options always and passes them only when they were given.
  const isTls = Boolean(ssl);
  const socket = isTls
    ? connectTls({ servername: host, ...ssl, ...address }, onConnect)
    : connectPlain({ ...address }, onConnect);
  return socket.setKeepAlive(true, KEEP_ALIVE_MS);
}

function lineOf({ label, namespace, log }: LogEntry): string {
  const error: unknown = log['error'];
  return `${label} ${namespace}: ${log.message}${typeof error === 'string' ? ` (${error})` : ''}`;
}

/** The name of a topic on the brokers. */
export function wireTopic({ topicPrefix = '' }: KafkaSettings, topic: string): string {
  return `${topicPrefix}${topic}`;
}

/** The name of a topic as everybody else knows it. */
export function topicOfWire({ topicPrefix = '' }: KafkaSettings, wire: string): string {
  return wire.slice(topicPrefix.length);
}
