import {
  accept,
  acceptRepeat,
  acceptUnless,
  below,
  byType,
  cannotFollow,
  chronicle,
  reject,
  sameFacts,
} from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, Refusal } from '#libs/kernel';
import type { DomainEvent, declarationEvents } from '#libs/contracts';
import {
  declarationOf,
  keyOf,
  nameOf,
  type ChangeReference,
  type Declaration,
  type DeclarationFiled,
  type DeclaredChange,
} from './changes.ts';

type DeclarationEvent = DomainEvent<typeof declarationEvents>;
type DeclarationFact = FactOf<DeclarationEvent>;
type DeclarationReceipted = EventOf<DeclarationEvent, 'DeclarationReceipted'>;
type DeclarationRefused = EventOf<DeclarationEvent, 'DeclarationRefused'>;

type Answer = DeclarationReceipted | DeclarationRefused;

interface KnownDeclaration extends Declaration {
  readonly filed: DeclarationFiled;
  /** What the prefecture said to it. */
  readonly answer?: Answer;
}

export interface DeclarationsState {
  /** In the order of the days on which they were filed. */
  readonly declarations: readonly KnownDeclaration[];
}

export interface FileDeclaration extends CommandFor<DeclarationFiled, 'FileDeclaration', 'changes'> {
  readonly changes: readonly ChangeReference[];
  /** The changes of the cluster by what is known. */
  readonly known: readonly DeclaredChange[];
}
export type RecordReceipt = CommandFor<DeclarationReceipted, 'RecordReceipt'>;
export type RecordRefusal = CommandFor<DeclarationRefused, 'RecordRefusal'>;
export type DeclarationCommand = FileDeclaration | RecordReceipt | RecordRefusal;

export type DeclarationRejection =
  | Refusal<'GOV_DECLARATION_NOT_FOUND' | 'GOV_DECLARATION_EXISTS', 'found'>
  | Refusal<
      | 'GOV_CHANGE_NOT_FOUND'
      | 'GOV_CHANGE_DECLARED'
      | 'GOV_DECLARATION_BEFORE_CHANGE'
      | 'GOV_DECLARATION_ANSWERED_BEFORE_FILING'
      | 'GOV_DECLARATION_ANSWERED',
      'found' | 'required'
    >;

type DeclarationDecision = Decision<DeclarationFact, DeclarationRejection>;

const initial: DeclarationsState = { declarations: [] };

/** The declarations of a cluster are one stream, under the id of the cluster: a change is declared once, by one of them. */
export const declarations = chronicle({
  context: 'governance',
  name: 'declarations',
  prefix: 'GOV',
  initial,
  facts: {
    DeclarationFiled: {
      name: 'filing',
      happened: true,
      day: ({ on }) => on,
      changes: ['changes', 'remark', 'on'],
      carries: ({ declarationId }, facts) =>
        facts.filter(
          ({ event }) =>
            event.type !== 'DeclarationFiled' && (event as DeclarationReceipted).declarationId === declarationId,
        ),
    },
    DeclarationReceipted: { name: 'receipt', happened: true, day: ({ on }) => on, changes: ['number', 'on'] },
    DeclarationRefused: { name: 'refusal', happened: true, day: ({ on }) => on, changes: ['reason', 'on'] },
  },
  evolve,
  judge,
  decide: byType<DeclarationCommand, DeclarationsState, DeclarationDecision>({
    FileDeclaration: file,
    RecordReceipt: (command, state) => answer({ ...command, type: 'DeclarationReceipted' }, state),
    RecordRefusal: (command, state) => answer({ ...command, type: 'DeclarationRefused' }, state),
  }),
});

function evolve({ declarations: known }: DeclarationsState, fact: DeclarationFact): DeclarationsState {
  const { declarationId, on } = fact;
  const declaration = byId(known, declarationId);
  if (fact.type === 'DeclarationFiled') {
    if (declaration !== undefined) cannotFollow(fact, `the declaration was filed on ${declaration.filedOn}`);
    return { declarations: [...known, { declarationId, changes: fact.changes, filedOn: on, filed: fact }] };
  }
  if (declaration === undefined) cannotFollow(fact, 'the declaration was not filed before that day');
  if (declaration.answer !== undefined) cannotFollow(fact, `the declaration was ${answerIn(declaration.answer)}`);
  const outcome = fact.type === 'DeclarationReceipted' ? { receipt: { on } } : { refusal: { on } };
  const next = { ...declaration, ...outcome, answer: fact };
  return { declarations: known.map((each) => (each === declaration ? next : each)) };
}

function byId(known: readonly KnownDeclaration[], declarationId: string): KnownDeclaration | undefined {
  return known.find((each) => each.declarationId === declarationId);
}

function answerIn({ type, on }: Answer): string {
  return `${type === 'DeclarationReceipted' ? 'receipted' : 'refused'} on ${on}`;
}

/** A change is declared after it, and once: in a declaration that was refused it was not. */
function judge({ declarations: known }: DeclarationsState): DeclarationRejection | undefined {
  for (const declaration of known) {
    const refusal =
      declaration.changes.map((change) => early(change, declaration)).find((each) => each !== undefined) ??
      twiceIn(declaration, known);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function early({ day }: DeclaredChange, { filedOn }: Declaration): DeclarationRejection | undefined {
  return below('GOV_DECLARATION_BEFORE_CHANGE', filedOn, day);
}

function twiceIn(declaration: KnownDeclaration, known: readonly KnownDeclaration[]): DeclarationRejection | undefined {
  if (declaration.refusal !== undefined) return undefined;
  const keys = declaration.changes.map(keyOf);
  const again = declaration.changes.find(
    (change, index) => keys.indexOf(keyOf(change)) !== index || declarationOf(change, known) !== declaration,
  );
  if (again === undefined) return undefined;
  const { declarationId, filedOn } = declarationOf(again, known) ?? declaration;
  const found = `${nameOf(again)}, declared on ${filedOn} by ${declarationId}`;
  return { type: 'GOV_CHANGE_DECLARED', found, required: 'a change that was not declared' };
}

function file({ known, changes, ...command }: FileDeclaration, state: DeclarationsState): DeclarationDecision {
  const before = byId(state.declarations, command.declarationId);
  if (before !== undefined) return refile(command, changes, before);
  const days = new Map(known.map((change) => [keyOf(change), change.day]));
  const unknown = changes.find((change) => !days.has(keyOf(change)));
  if (unknown !== undefined) return reject(unknownChange(unknown));
  const declared = changes.map((change) => ({ ...change, day: days.get(keyOf(change)) ?? command.on }));
  return accept({ ...command, type: 'DeclarationFiled', changes: declared });
}

/** Why a change cannot be declared: by what is known there is none. */
export function unknownChange(change: ChangeReference): DeclarationRejection {
  const required =
    'a mandate in a board or a bureau, its end, a version of the statutes, a name or a seat of the cluster';
  return { type: 'GOV_CHANGE_NOT_FOUND', found: nameOf(change), required };
}

/** The same changes again are a repeat, whatever their days are by now. */
function refile(
  { declarationId, on, remark }: Omit<FileDeclaration, 'known' | 'changes'>,
  changes: readonly ChangeReference[],
  { filed }: KnownDeclaration,
): DeclarationDecision {
  const isSame =
    sameFacts({ on, remark }, { on: filed.on, remark: filed.remark }) &&
    sameFacts(changes.map(keyOf), filed.changes.map(keyOf));
  return isSame ? accept() : reject({ type: 'GOV_DECLARATION_EXISTS', found: declarationId });
}

function answer(fact: Answer, { declarations: known }: DeclarationsState): DeclarationDecision {
  const declaration = byId(known, fact.declarationId);
  if (declaration === undefined) return reject({ type: 'GOV_DECLARATION_NOT_FOUND', found: fact.declarationId });
  const before = declaration.answer;
  if (before === undefined)
    return acceptUnless(below('GOV_DECLARATION_ANSWERED_BEFORE_FILING', fact.on, declaration.filedOn), fact);
  const refusal = {
    ...({ type: 'GOV_DECLARATION_ANSWERED', found: answerIn(before) } as const),
    required: 'a declaration to which the prefecture has not answered',
  };
  return acceptRepeat(fact, before, refusal);
}
