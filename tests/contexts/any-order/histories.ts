import { Draw } from './draw.ts';
import { Drafted, type History } from './history.ts';
import { drawMembership } from './members.ts';
import { drawMerger, drawSecondMerger } from './merger.ts';
import { drawGovernance } from './offices.ts';
import { drawIncubation } from './partners.ts';
import { clusterOf, EFFECT_DAY, type Kind } from './setting.ts';

/** The history that drawn numbers give. */
export function historyOf(numbers: readonly number[]): History {
  const draw = new Draw(numbers, [EFFECT_DAY]);
  const drafted = new Drafted(draw, draw.chance(35));
  const kind = draw.one<Kind>(['fusion-absorption', 'fusion-creation']);
  const antennas = drawMembership(drafted, kind);
  const boards = drawGovernance(drafted, kind);
  drawIncubation(drafted, kind);
  const of = [clusterOf('A'), clusterOf('B')];
  const statutes = drafted.facts.filter(
    (fact) => fact.kind === 'statutes' && of.includes(fact.sent.id ?? clusterOf('C')),
  );
  const effect = drawMerger(drafted, { kind, antennas, boards, statutes });
  if (drafted.isChained) drawSecondMerger(drafted, kind, effect);
  const { facts, untrue } = drafted;
  return { facts, effect, untrue };
}
