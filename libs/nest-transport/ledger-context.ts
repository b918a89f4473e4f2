import { BaseRpcContext } from '@nestjs/microservices';
import type { RecordedEvent } from '#libs/kernel';

/** What a handler, guard or interceptor may know of a delivery: `@Ctx()`, or `host.switchToRpc().getContext()`. */
export class LedgerContext extends BaseRpcContext<[process: string, event: RecordedEvent, signal: AbortSignal]> {
  /** The name of the process: `<context>.<process>`. */
  get process(): string {
    return this.args[0];
  }

  /** The event as it was read, whatever a pipe made of the payload. */
  get event(): RecordedEvent {
    return this.args[1];
  }

  /** The place of the event in the ledger; the same whenever it comes again. */
  get position(): bigint {
    return this.args[1].position;
  }

  /** Aborted when the lease is lost or the application ends: what is still done then may be done by another at the same time. */
  get signal(): AbortSignal {
    return this.args[2];
  }
}
