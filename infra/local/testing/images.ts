/** Images by exact versions: the server of a run that passed is the server of the next one. */
export const images = {
  postgres: 'postgres:18.4',
  kafka: 'apache/kafka:4.1.0',
  /** 26.1 is the first that checks streams beside those it appends to (docs/adr/0006-kurrentdb.md). */
  kurrentdb: 'kurrentplatform/kurrentdb:26.1.1',
} as const;
