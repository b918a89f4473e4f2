/** Nest's handler style over the ledger: for services outside it that read it. */
export { LEDGER, OnEvent, Process, type Published } from './on-event.ts';
export { LedgerContext } from './ledger-context.ts';
export { HandlerNotReached } from './delivery.ts';
export { InvalidHandlers, type HandlerComplaint } from './handler-table.ts';
export { LedgerTransport, type LedgerTransportEvents, type LedgerTransportOptions } from './ledger-transport.ts';
export { ledgerMicroservice } from './ledger-microservice.ts';
