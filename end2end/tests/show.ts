// Pictures for the stage, made up here so that a test says exactly what is shown; and a server's side of the link that gives
// them out, goes and comes back. What the real server puts together is tested beside the server.

import type { Page, Route, WebSocketRoute } from '@playwright/test';

export type Content = Record<string, unknown> & { scene: string };

export interface Picture {
  revision: number;
  seq: number;
  as_of: string;
  now: string;
  figures: 'live' | 'held' | 'frozen' | { typed: { figure: number; source: string; by: { id: string; name: string }; at: string } };
  lang: 'vi' | 'en';
  campaign: string;
  content: Content | null;
  transition: 'cut' | 'dissolve';
  demo: boolean;
  rehearsal: null | Record<string, unknown>;
}

/** The longest name among the 83 units. */
export const LONGEST = 'Công đoàn Nông nghiệp và Phát triển nông thôn Việt Nam';
export const SATURDAY = '2023-10-21T13:15:00Z';
const PERSON = { id: '01936d5e-7b00-7abc-8def-0123456789ab', name: 'Hà Vy' };

export function picture(content: Content | null, more: Partial<Picture> = {}): Picture {
  return {
    revision: 1,
    seq: 1,
    as_of: SATURDAY,
    now: SATURDAY,
    figures: 'live',
    lang: 'vi',
    campaign: 'Chương trình 01 triệu sáng kiến',
    content,
    transition: 'cut',
    demo: true,
    rehearsal: null,
    ...more,
  };
}

/** As `percent_of` in the model: rounded half up to one decimal, but 100 only when it is reached. */
function percent(value: number, target: number | null): number | null {
  if (!target) return null;
  const tenths = Math.floor((value * 2000 + target) / (target * 2));
  return (value < target ? Math.min(tenths, 999) : tenths) / 10;
}

export function totals(submitted: number, assigned: number | null, name = 'Công đoàn Dầu khí Việt Nam', level = 'corporation') {
  const code = level === 'national' ? 'tld' : name === LONGEST ? 'cd-nn-ptnt' : 'cd-dau-khi';
  return {
    unit: code,
    name,
    level,
    counts: { people: Math.floor(submitted / 2), submitted, recognised: 0, without_benefit: 0 },
    benefit_vnd: { estimated: submitted * 16_147_000, verified: 0 },
    target: { assigned, self_set: null },
    percent: percent(submitted, assigned),
    counted: 'submitted',
  };
}

export const number = (submitted: number, assigned: number | null, ...unit: string[]): Content => ({
  scene: 'number',
  totals: totals(submitted, assigned, ...(unit as [])),
});
export const nation = (submitted: number): Content => number(submitted, 1_000_000, 'Tổng Liên đoàn Lao động Việt Nam', 'national');
export const unit = (submitted: number, assigned: number | null, ...name: string[]): Content => ({
  scene: 'unit',
  totals: totals(submitted, assigned, ...(name as [])),
  place: { rank: 9, of: 83 },
  nation_estimated: 33_000_000_000_000,
});

const UNITS: [string, string, number, number | null][] = [
  ['ldld-nghe-an', 'Liên đoàn Lao động tỉnh Nghệ An', 58_916, 31_000],
  ['ldld-ha-tinh', 'Liên đoàn Lao động tỉnh Hà Tĩnh', 33_820, 20_000],
  ['ldld-ba-ria-vung-tau', 'Liên đoàn Lao động tỉnh Bà Rịa - Vũng Tàu', 21_474, 15_000],
  ['cd-than-ks', 'Công đoàn Than - Khoáng sản Việt Nam', 18_052, 13_500],
  ['cd-dau-khi', 'Công đoàn Dầu khí Việt Nam', 7_085, 5_400],
  ['cd-nn-ptnt', LONGEST, 3_902, 3_000],
  ['cd-dien-luc', 'Công đoàn Điện lực Việt Nam', 10_244, 10_000],
];

export interface Row {
  rank: number | null;
  unit: string;
  name: string;
  submitted: number;
  percent: number | null;
  shared?: boolean;
}

/** Rows in the order of their percents, ranked from `first` on. */
export function rows(units = UNITS, first = 5): Row[] {
  const made = units.map(([unit, name, submitted, target]) => ({ unit, name, submitted, percent: percent(submitted, target) }));
  made.sort((one, other) => (other.percent ?? -1) - (one.percent ?? -1));
  return made.map((row, at) => ({ rank: row.percent === null ? null : first + at, ...row }));
}

export const league = (shown = rows(), marked: string | null = 'cd-dau-khi'): Content => ({
  scene: 'league',
  of: { among: 'children', of: 'tld' },
  above: null,
  rows: shown,
  count: 83,
  marked,
});

export const story = (quotation: string, more: Record<string, unknown> = {}): Content => ({
  scene: 'story',
  initiative: '01936d5e-7b00-7abc-8def-0123456789ab',
  title: 'Giá treo ống hàn tự xoay',
  authors: ['Trịnh Văn Khoát', 'Lê Kim Thoa'],
  unit: 'cd-dau-khi',
  unit_name: LONGEST,
  quotation,
  benefit: { verified: 16_500_000_000 },
  level: 'upper',
  ...more,
});

/** A code's worth of modules; what they say doesn't matter here. */
export const waiting: Content = {
  scene: 'waiting',
  address: 'https://trieu-sang-kien.example.vn/app/join',
  qr: Array.from({ length: 33 }, (_, y) => Array.from({ length: 33 }, (_, x) => ((x * 7 + y * 13 + x * y) % 3 ? '.' : '#')).join('')),
};

/** All 63 provinces, with 20 sectors and corporations, from the list that the server imports. */
export function map(units: { code: string; level: string; name: string }[]): Content {
  const made = units.filter(({ level }) => ['province', 'sector', 'corporation'].includes(level));
  return {
    scene: 'map',
    units: made.map(({ code, name }, at) => ({ rank: null, unit: code, name, submitted: at, percent: at % 11 === 7 ? null : ((at * 37) % 150) + 0.5 })),
  };
}

export function timeline(submitted: number, target: number, more: Record<string, unknown> = {}): Content {
  const day = (at: number) => new Date(Date.UTC(2022, 0, 8 + at)).toISOString().slice(0, 10);
  const points = Array.from({ length: 80 }, (_, at) => [day(at * 4), Math.round(submitted * (at / 79) ** 2)]);
  return {
    scene: 'timeline',
    totals: totals(submitted, target, 'Tổng Liên đoàn Lao động Việt Nam', 'national'),
    from: '2022-01-08',
    to: '2023-09-01',
    points,
    goals: [
      { by: '2022-05-31', sum: Math.round(target * 0.3) },
      { by: '2023-09-01', sum: target },
    ],
    milestones: [{ day: day(160), sum: points[40]![1] }],
    projection: null,
    ...more,
  };
}

/** The server's side of an output's link. */
export class Link {
  private readonly sockets = new Set<WebSocketRoute>();
  private isCut = false;

  private constructor(private said: unknown) {}

  /** Answers whatever outputs of this page ask, with `first` until something else is said. */
  static async to(page: Page, first: unknown): Promise<Link> {
    const link = new Link(first);
    await page.route('**/api/v1/show/picture?*', (route) => link.answer(route));
    await page.routeWebSocket(/\/api\/v1\/show\/stream/, (socket) => link.open(socket));
    return link;
  }

  /** From now on the server says this. */
  says(picture: unknown): void {
    this.said = picture;
    for (const socket of this.sockets) socket.send(JSON.stringify(picture));
  }

  /** Nothing comes through any more; or it does again. */
  cut(isCut: boolean): void {
    this.isCut = isCut;
    if (!isCut) return;
    for (const socket of this.sockets) void socket.close();
    this.sockets.clear();
  }

  private async answer(route: Route): Promise<void> {
    if (this.isCut) return route.abort('connectionrefused');
    return route.fulfill({ contentType: 'application/json', body: JSON.stringify(this.said) });
  }

  private open(socket: WebSocketRoute): void {
    if (this.isCut) return void socket.close();
    this.sockets.add(socket);
    socket.onClose(() => this.sockets.delete(socket));
    socket.send(JSON.stringify(this.said));
  }
}

export const typed = (figure: number, source: string): Picture['figures'] => ({ typed: { figure, source, by: PERSON, at: SATURDAY } });

/** What is wrong with the texts in the picture: outside the text-safe area, cut off, or on each other. */
export function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = innerWidth;
    const high = innerHeight;
    const found: string[] = [];
    const texts: { text: string; box: DOMRect; element: Element }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!;
      const text = node.textContent!.trim();
      if (!text || element.closest('.drill, .hide, script, style') || !element.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = element instanceof SVGElement ? [element.getBoundingClientRect()] : [...range.getClientRects()];
      for (const box of boxes) if (box.width > 0) texts.push({ text, box, element });
    }
    const size = (element: Element) => parseFloat(getComputedStyle(element).fontSize);
    for (const { text, box, element } of texts) {
      // Letters are set by their ink, which begins within its box.
      const [aside, above] = [size(element) * 0.05 + 1, box.height * 0.1 + 1];
      const out = box.left < wide * 0.05 - aside || box.right > wide * 0.95 + aside || box.top < high * 0.05 - above || box.bottom > high * 0.95 + above;
      if (out) found.push(`“${text}” leaves the safe area: ${[box.left, box.top, box.right, box.bottom].map(Math.round)}`);
      const rendered = element instanceof SVGElement ? (size(element) * element.ownerSVGElement!.getBoundingClientRect().width) / 1080 : size(element);
      if (rendered < (wide / 120) * 1.5 - 0.5) found.push(`“${text}” is too small to be read: ${rendered}`);
    }
    for (const element of document.querySelectorAll('.fit, .tale, .cue__main')) {
      if (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1) {
        found.push(`“${element.textContent}” is cut`);
      }
    }
    const meet = (one: DOMRect, other: DOMRect) => {
      // Boxes of lines reach above and below their letters.
      const [a, b] = [one.height * 0.22, other.height * 0.22];
      const aside = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      return aside > 1 && Math.min(one.bottom - a, other.bottom - b) - Math.max(one.top + a, other.top + b) > 1;
    };
    texts.forEach((one, at) => {
      for (const other of texts.slice(at + 1)) if (meet(one.box, other.box)) found.push(`“${one.text}” and “${other.text}” lie on each other`);
    });
    return found;
  });
}
