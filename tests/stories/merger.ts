import type { Uuid } from '#libs/kernel';
import type { Player } from './player.ts';

/** The part of an operation's read model that the story reads. */
interface OperationView {
  readonly status: string;
  readonly plan?: { readonly hash: string };
  readonly references?: readonly { readonly context: string }[];
}

export interface Tally {
  readonly members: number;
  readonly present: number;
  readonly represented: number;
  readonly for: number;
  readonly against: number;
  readonly abstentions: number;
}

/** A unanimous vote of all members present or represented. */
export function unanimous(members: number, present: number, represented: number): Tally {
  return { members, present, represented, for: present + represented, against: 0, abstentions: 0 };
}

/** The contexts that report back what an effect moved. */
const REPORTING = ['membership', 'governance', 'incubation', 'events'];

/** The steps of one merger, through the command API. */
export class Merger {
  constructor(
    private readonly player: Player,
    readonly id: Uuid,
  ) {}

  async start(
    kind: string,
    title: string,
    participants: readonly { clusterId: string; role: string }[],
  ): Promise<void> {
    await this.player.command('mergers/operations', { id: this.id, kind, title, participants });
  }

  async logPosition(by: string, statement: string, evidence: readonly object[]): Promise<void> {
    await this.command('log-position', { by, statement, evidence });
  }

  async draft(plan: object): Promise<void> {
    await this.command('draft-plan', { plan });
  }

  /** The boards adopt the newest version of the plan, by its hash. */
  async adopt(on: string, ...boards: readonly string[]): Promise<void> {
    const { plan } = await this.view();
    const planHash = plan?.hash;
    for (const clusterId of boards) await this.command('adopt-plan', { clusterId, planHash, effectiveAt: on });
  }

  /** An organisation that the newest version of the plan names accedes to it. */
  async accede(on: string, organisationId: string, signatory: object): Promise<void> {
    const { plan } = await this.view();
    const body = { organisationId, planHash: plan?.hash, signatory, effectiveAt: on };
    await this.command('record-accession', body);
  }

  async publishNotices(...participants: readonly string[]): Promise<void> {
    for (const clusterId of participants) {
      await this.command('publish-notice', { clusterId, where: "journal d'annonces légales" });
      await this.command('open-documents', { clusterId, where: 'at the seat' });
    }
  }

  async vote(clusterId: string, tally: Tally): Promise<void> {
    await this.command('record-vote', { clusterId, tally, capacity: 'assembly' });
  }

  async takeEffect(): Promise<void> {
    await this.command('take-effect', {});
  }

  /** Every context has re-pointed its references and said so. */
  async untilMoved(): Promise<void> {
    await this.player.until(`the references of operation ${this.id}`, async () => {
      const { references = [] } = await this.view();
      return REPORTING.every((context) => references.some((report) => report.context === context)) || undefined;
    });
  }

  private async view(): Promise<OperationView> {
    return await this.player.api.get<OperationView>(`mergers/operations/${this.id}`);
  }

  private async command(verb: string, body: object): Promise<void> {
    await this.player.command(`mergers/operations/${this.id}/${verb}`, body);
  }
}
