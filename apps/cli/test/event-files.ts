import { sirenOf } from './member-file.ts';

export interface LinesFile {
  readonly text: string;
  /** The lines that are broken. */
  readonly broken: readonly number[];
  /** The events that the others write. */
  readonly events: number;
}

/** Of a hundred lines the one that is broken. */
const BROKEN_AT = 37;
const isBroken = (number: number): boolean => number % 100 === BROKEN_AT;
/** Each third gathering has so many seats, the others have no limit. */
const SEATS = 5;

const GATHERINGS = [
  ...['Référence', 'Titre', 'Type', 'Lieu', 'Date', 'Heure de début', 'Heure de fin'],
  ...['Public', 'État', 'Annoncé le', 'Capacité', 'Participants'],
];
const BROKEN_GATHERINGS: readonly ((cells: string[]) => void)[] = [
  (cells) => (cells[4] = '42735'),
  (cells) => (cells[6] = '17h00'),
  (cells) => (cells[2] = 'Bal'),
  (cells) => (cells[1] = ''),
  (cells) => (cells[11] = 'beaucoup'),
];

const REGISTRATIONS = ['Événement', 'Nom', 'Prénom', 'SIREN', 'Inscrit le', 'Heure', 'Présent'];
const BROKEN_REGISTRATIONS: readonly ((cells: string[]) => void)[] = [
  (cells) => (cells[0] = 'R-unknown'),
  (cells) => (cells[3] = cells[3]?.slice(0, -1) ?? ''),
  (cells) => (cells[3] = sirenOf(999_999)),
  (cells) => (cells[6] = '5'),
  (cells) => (cells[4] = '31/12/2016 10:00'),
];

const day = (number: number, month: number): string =>
  `${String(1 + (number % 28)).padStart(2, '0')}/${String(month).padStart(2, '0')}/2016`;

/** Gatherings that were held in the second half of 2016, of which every hundredth is broken. */
export function gatheringFile(lines: number): LinesFile {
  const rows = Array.from({ length: lines }, (_, index) => {
    const number = index + 1;
    return [
      ...[`R-${String(number)}`, `"Atelier n° ${String(number)} ; ""données""\nouvertes"`, 'Atelier', 'Lyon'],
      ...[day(number, 7 + (number % 6)), '18h00', '20h30', 'membres, tous'],
      ...['Tenu', '15/01/2016', number % 3 === 0 ? `${String(SEATS)},0` : '', number % 2 === 0 ? '1 012' : ''],
    ];
  });
  return fileOf(GATHERINGS, rows, BROKEN_GATHERINGS, (cells) => (cells[11] === '' ? 4 : 5));
}

/** Registrations for them in their order, with who came, as far as the lists of the door go; of a gathering that is broken there are none. */
export function registrationFile(lines: number, gatherings: number, members: number): LinesFile {
  const taken = new Map<number, number>();
  const perGathering = Math.max(1, Math.ceil(lines / gatherings));
  const rows = Array.from({ length: lines }, (_, index) => {
    const number = index + 1;
    const asked = Math.min(gatherings, Math.ceil(number / perGathering));
    const gathering = isBroken(asked) ? asked - 1 : asked;
    const before = taken.get(gathering) ?? 0;
    if (!isBroken(number)) taken.set(gathering, before + 1);
    const member = 1 + (number % members);
    const present = before >= SEATS ? '' : (['oui', 'non', ''][number % 3] ?? '');
    return [
      ...[
        `R-${String(gathering)}`,
        `Martin ${String(member)}`,
        'Zoé',
        sirenOf(member % 100 === 50 ? member + 1 : member),
      ],
      ...[day(number, 1 + (number % 6)), '9h30', present],
    ];
  });
  return fileOf(REGISTRATIONS, rows, BROKEN_REGISTRATIONS, (cells) => (cells[6] === '' ? 1 : 2));
}

function fileOf(
  header: readonly string[],
  rows: readonly string[][],
  breaks: readonly ((cells: string[]) => void)[],
  eventsOf: (cells: readonly string[]) => number,
): LinesFile {
  const broken: number[] = [];
  let [line, events] = [2, 0];
  for (const [index, cells] of rows.entries()) {
    if (isBroken(index + 1)) {
      breaks[broken.length % breaks.length]?.(cells);
      broken.push(line);
    } else events += eventsOf(cells);
    line += cells.join('').split('\n').length;
  }
  const text = [header, ...rows].map((cells) => `${cells.join(';')}\r\n`).join('');
  return { text: `\ufeff${text}`, broken, events };
}
