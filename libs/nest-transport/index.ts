/** Nest's handler style over the ledger: for services outside it that read it. */
export { LEDGER, OnEvent, ProcessManager, type Published } from './on-event.ts';
export { HandlerNotReached, LedgerContext } from './delivery.ts';
export { InvalidHandlers, type HandlerComplaint } from './handler-table.ts';
export { ledgerMicroservice, LedgerTransport, type LedgerTransportOptions } from './ledger-transport.ts';
