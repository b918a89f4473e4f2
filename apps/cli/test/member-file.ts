/** A SIREN with the right check digit, one for each number. */
export function sirenOf(number: number): string {
  const digits = String(10_000_000 + number);
  const sum = Array.from(digits).reduce((total, digit, index) => {
    // The check digit is the ninth, so that every second one of these counts twice.
    const weighted = index % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return `${digits}${String((10 - (sum % 10)) % 10)}`;
}

/** What is wrong with every hundredth line, in turn. */
const BREAKS: readonly ((cells: string[]) => void)[] = [
  (cells) => (cells[1] = cells[1]?.slice(0, -1) ?? ''),
  (cells) => (cells[1] = '8,2E+13'),
  (cells) => (cells[2] = '1310'),
  (cells) => (cells[3] = '42735'),
  (cells) => (cells[0] = 'SociÃ©tÃ©'),
  (cells) => (cells[0] = ''),
];

export interface MemberFile {
  readonly text: string;
  /** The lines that are broken. */
  readonly broken: readonly number[];
}

/** A file of members with so many lines, of which every hundredth is broken. */
export function memberFile(lines: number): MemberFile {
  const rows = [['Raison sociale', 'SIREN', 'Code postal', 'Date d’adhésion', 'Collège']];
  const broken: number[] = [];
  for (let index = 1; index <= lines; index += 1) {
    const day = `${String(1 + (index % 28)).padStart(2, '0')}/${String(1 + (index % 12)).padStart(2, '0')}/2015`;
    const cells = [
      `Société ${String(index)}`,
      sirenOf(index),
      '69001',
      day,
      index % 3 === 0 ? 'Recherche' : 'Entreprises',
    ];
    if (index % 100 === 50) {
      BREAKS[broken.length % BREAKS.length]?.(cells);
      broken.push(index + 1);
    }
    rows.push(cells);
  }
  return { text: rows.map((cells) => `${cells.map(quoted).join(';')}\r\n`).join(''), broken };
}

const quoted = (cell: string): string => (/[;"\n]/.test(cell) ? `"${cell}"` : cell);
