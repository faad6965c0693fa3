#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants lies in reports: lies.py FOLDER OUT all|one [CLASS...]

FOLDER holds NAME.md, NAME.html and NAME.txt of one register each. Into OUT goes a copy of every
report for every class of lie that has something to bite on in it, as CLASS@NAME.FORM, and the
list of what was planted as OUT/planted: "CLASS CODES FILE". CODES are the refusals that name the
lie. With `one`, each class is planted in one form of each register, in turn; with `all`, in all three.

A class is a way of lying; where it bites is found in the Markdown, whose claims carry their ids,
and carried over to the page and the text by the words that are seen.
"""
import html
import re
import sys
from pathlib import Path

CLAIM = re.compile(r'<!--c ([^ >]+?)-->(.*?)<!--/c-->')
PAGE = re.compile(r'<span[^>]*data-claim="([^"]+)"[^>]*>(.*?)</span>', re.S)
MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()
DATE = re.compile(r'(\d{1,2}) (' + '|'.join(MONTHS) + ')')
PEOPLE = ['Rosa Haas', 'Tara Rao', 'Sanjay Iyer', 'Lin Chen', 'Piotr Wolski', 'Vikram Menon',
          'Amara Okafor']


def seen(words):
    """Markdown's words as a reader sees them."""
    words = re.sub(r'\\(.)', r'\1', words)
    return re.sub(r'[ *`]+', ' ', words.replace('\u00a0', ' ')).strip()


class Report:
    def __init__(self, path):
        self.name = path.name
        self.form = path.suffix[1:]
        self.bytes = path.read_text()
        pattern = CLAIM if self.form == 'md' else PAGE
        self.claims = [(m.group(1), m.start(2), m.end(2)) for m in pattern.finditer(self.bytes)] \
            if self.form != 'txt' else []

    def told(self, claims):
        """The places of claims: (id, from, to, words). In text they are found by their words."""
        if self.form != 'txt':
            for name, at, to in self.claims:
                words = self.bytes[at:to]
                yield name, at, to, seen(html.unescape(re.sub('<[^>]*>', '', words)))
            return
        for name, words in claims:
            pattern = r'(?<![\w.-])' + r'\s+'.join(re.escape(w) for w in words.split()) + r'(?![\w-])'
            found = re.search(pattern, self.bytes)
            if words and found:
                yield name, found.start(), found.end(), words


def md_claims(report):
    return [(name, words) for name, _, _, words in report.told(None)]


# --- what can be done to the words of a claim: new words, or None -----------------------------------

def other_percent(name, words):
    m = re.search(r'(\d+) %', words)
    return m and words.replace(m.group(0), f'{(int(m.group(1)) + 37) % 100} %')


def transposed(name, words):
    m = re.search(r'(\d)(\d) %', words)
    return m and m.group(1) != m.group(2) and words.replace(m.group(0), m.group(2) + m.group(1) + ' %')


def other_day(name, words):
    m = DATE.search(words)
    return m and words.replace(m.group(0), f'{int(m.group(1)) % 28 + 1} {m.group(2)}')


def other_month(name, words):
    m = DATE.search(words)
    return m and words.replace(m.group(2), MONTHS[(MONTHS.index(m.group(2)) + 1) % 12])


def other_year(name, words):
    m = re.fullmatch(r'(20\d\d)(-\d\d-\d\d)', words)
    return m and f'{int(m.group(1)) - 1}{m.group(2)}'


def other_iso_day(name, words):
    m = re.fullmatch(r'(20\d\d-\d\d-)(\d\d)', words)
    return m and f'{m.group(1)}{int(m.group(2)) % 28 + 1:02}'


def is_status(name):
    return name.endswith('.status')


def better_status(name, words):
    return is_status(name) and {'off course': 'on course', '■ off course': '● on course', 'at risk': 'on course',
                                '▲ at risk': '● on course', 'unknown': 'on course',
                                '○ unknown': '● on course'}.get(words)


def worse_status(name, words):
    return is_status(name) and {'on course': 'off course', '● on course': '■ off course', 'at risk': 'off course',
                                '▲ at risk': '■ off course', 'off course': 'at risk', '■ off course': '▲ at risk',
                                'unknown': 'at risk', '○ unknown': '▲ at risk'}.get(words)


def other_mark(name, words):
    return is_status(name) and len(words) > 1 and words[0] in '■▲○' and '●' + words[1:]


def other_reported(name, words):
    return name.endswith('.reported') and {'green': 'amber', 'amber': 'green', 'red': 'green'}.get(words)


def other_person(name, words):
    return words in PEOPLE and PEOPLE[(PEOPLE.index(words) + 1) % len(PEOPLE)]


def misspelt(name, words):
    return words in PEOPLE and words[:-1] + words[-1] * 2


def other_title(name, words):
    parts = words.split()
    return name.endswith('.title') and len(parts) > 2 and ' '.join(['Most'] + parts[1:])


def other_unit(name, words):
    for old, new in (('days', 'weeks'), ('day', 'week'), ('weeks', 'days'), ('week', 'month')):
        if re.fullmatch(r'(at most )?-?[\d.]+ ' + old, words):
            return words.replace(old, new)
    m = re.fullmatch(r'(at most )?(-?[\d.]+) d', words)
    return m and words[:-1] + 'w'


def other_currency(name, words):
    return re.fullmatch(r'-?\$[\d.]+[kM]?', words) and words.replace('$', '€')


def other_magnitude(name, words):
    return re.fullmatch(r'-?\$[\d.]+[kM]', words) and words[:-1] + ('k' if words[-1] == 'M' else 'M')


def other_money(name, words):
    m = re.fullmatch(r'(-?\$)(\d)([\d.]*[kM]?)', words)
    return m and f'{m.group(1)}{int(m.group(2)) % 9 + 1}{m.group(3)}'


def hedge_gone(name, words):
    m = re.match(r'(about|nearly|under|at most|the week of) ', words)
    return m and words[m.end():]


def rounded_up(name, words):
    m = re.match(r'(about|nearly) ', words)
    return m and 'over ' + words[m.end():]


def certain(name, words):
    return re.fullmatch(r'(about |nearly |under |over )?\d+ %', words) and 'certain'


def doubled(name, words):
    return re.fullmatch(r'\d{1,2}', words) and str(int(words) + 1)


def go(name, words):
    return {'no-go': 'go', 'unmet': 'met', 'not to be promised': 'may be promised',
            'go': 'no-go', 'no answer': 'go'}.get(words)


def emptied(name, words):
    return re.search(r'\d', words) and len(words) < 14 and ''


def other_id(name, words):
    return name.endswith('.id') and words + 'x'


def other_sentence(name, words):
    return len(words.split()) > 6 and not name.endswith('.title') and \
        ' '.join(words.split()[:-1] + ['never'])


IN_CLAIMS = [other_percent, transposed, other_day, other_month, other_year, other_iso_day,
             better_status, worse_status, other_mark, other_reported, other_person, misspelt,
             other_title, other_unit, other_currency, other_magnitude, other_money, hedge_gone,
             rounded_up, certain, doubled, go, emptied, other_id, other_sentence]

# --- what can be done around claims -----------------------------------------------------------------

ADDED = {
    'added-number': 'The team is 12 people strong.',
    'added-date': 'It ships on 4 Dec.',
    'added-promise': 'We will ship it.',
    'added-guarantee': 'This is guaranteed.',
    'added-person': 'Our friend John Miller helps.',
    'added-status': 'Everything else is on track.',
    'added-judgement': 'It is probably fine.',
    'added-comfort': 'The team feels confident about it.',
    'added-denial': 'There is no cause to worry.',
    'added-percent': 'It stands at 95 % by now.',
    'added-money': 'It saves $3M a year.',
    'added-decision': 'The board agreed to it.',
    'added-withheld': '3 items withheld from exec.',
    'added-heading': 'Green',
}
AROUND = [
    ('promised-p80', r'\bP80\b', 'promised'),
    ('label-swapped', r'\bP50\b', 'P80'),
    ('likely-certain', r'(?<=[ %])likely\b', 'certain'),
    ('denial-gone', r'\b([Nn]ot|[Nn]o|[Nn]othing) ', ''),
    ('denial-added', r' (is|are|does) (?=[a-z(<])', r' \1 not '),
    ('safe-date', 'four times in five', 'for sure'),
    ('simulated-known', r'\bsimulated\b', 'guaranteed'),
    ('will', r' may (?=[a-z])', ' will '),
    ('against', r' against a budget', ' inside the budget'),
    ('most', r'\bmost\b', 'all'),
]


def outside(report):
    """(from, to) of words outside claims, tags and comments."""
    if report.form == 'txt':
        return [(0, len(report.bytes))]
    pattern = re.compile(r'<!--c .*?<!--/c-->|<!--.*?-->' if report.form == 'md' else
                         r'<style.*?</style>|<script.*?</script>|<svg.*?</svg>|<title.*?</title>'
                         r'|<span[^>]*data-claim=.*?</span>|<[^>]*>', re.S)
    ranges, at = [], 0
    for m in pattern.finditer(report.bytes):
        ranges.append((at, m.start()))
        at = m.end()
    ranges.append((at, len(report.bytes)))
    return ranges


def around(report, pattern, new):
    for at, to in outside(report):
        m = re.compile(pattern).search(report.bytes, at, to)
        if m:
            return report.bytes[:m.start()] + m.expand(new) + report.bytes[m.end():]
    return None


def added(report, words):
    """A paragraph of its own in the middle."""
    if report.form == 'html':
        places = [m.end() for m in re.finditer(r'</p>\n?', report.bytes)]
        words = f'<p>{words}</p>\n'
    else:
        places = [m.end() for m in re.finditer(r'\n\n' if report.form == 'md' else r'\n\n', report.bytes)]
        words += '\n\n'
    if not places:
        return None
    at = places[len(places) // 2]
    return report.bytes[:at] + words + report.bytes[at:]


def appended(report, words):
    """Behind a sentence, in its paragraph."""
    for m in re.finditer(r'\.(?=</p>)' if report.form == 'html' else r'\.(?=\n\n)', report.bytes):
        return report.bytes[:m.end()] + ' ' + words + report.bytes[m.end():]
    return None


def swapped(report, claims, wanted):
    """The words of two claims in each other's place."""
    places = []
    for name, at, to, words in report.told(claims):
        if re.fullmatch(wanted, words) and all(words != other[2] for other in places) and \
                all(to <= other[0] or at >= other[1] for other in places):
            places.append((at, to, words))
        if len(places) == 2:
            break
    if len(places) < 2:
        return None
    (a, b, first), (c, d, second) = sorted(places)
    return report.bytes[:a] + second + report.bytes[b:c] + first + report.bytes[d:]


def without_red(report, claims):
    """Every line that has the status of what is off."""
    red = [name for name, words in claims if is_status(name) and words in ('off course', '■ off course')]
    if not red:
        return None
    if report.form == 'txt':
        return re.sub(r'.*\boff\s+course\b.*\n', '', report.bytes)
    if report.form == 'md':
        return ''.join(line for line in report.bytes.splitlines(True)
                       if not any(f'<!--c {name}-->' in line for name in red))
    return re.sub(r'<(p|tr|li)\b(?:(?!</\1>).)*data-claim="(' + '|'.join(map(re.escape, red)) +
                  r')".*?</\1>', '', report.bytes, flags=re.S)


def marked(report, kind, _):
    """What can be done to ids, marks and the run."""
    text = report.bytes
    if report.form == 'txt':
        if kind == 'other-claim':
            return re.sub(r'(\nFacts:[^,]*?)(\w), ', r'\1\2x, ', text, count=1)
        if kind == 'claim-unlisted':
            return re.sub(r'(\nFacts: )[^,]*, ', r'\1', text, count=1)
    opening = '<!--c ' if report.form == 'md' else 'data-claim="'
    ending = '-->' if report.form == 'md' else '"'
    if kind == 'other-plan':
        return re.sub(r'inputs=[0-9a-f]+', 'inputs=12345', text)
    if kind == 'other-seed':
        return re.sub(r'seed=\d+', 'seed=77', text)
    if kind == 'other-iterations':
        return re.sub(r'iterations=\d+', 'iterations=500000', text)
    if report.form == 'txt':
        return None
    if kind == 'other-claim':
        return re.sub(re.escape(opening) + r'([^ "]+?)' + ending, opening + r'\1x' + ending, text,
                      count=1)
    if kind == 'torn':
        return text.replace('<!--/c-->', '', 1) if report.form == 'md' else None
    if kind == 'unmarked':
        for name, at, to in report.claims:
            if re.search(r'\d', text[at:to]) and report.form == 'md':
                return text.replace(f'<!--c {name}-->{text[at:to]}<!--/c-->', text[at:to] + ' 17', 1)
    if kind == 'cited-elsewhere':
        dates = [(name, at, to) for name, at, to in report.claims
                 if re.search(r'\d', text[at:to]) and not name.startswith('run.')]
        for name, at, to in dates[1:]:
            if name.split('.')[0] != dates[0][0].split('.')[0] and \
                    text[at:to] != text[dates[0][1]:dates[0][2]]:
                first = opening + dates[0][0] + ending
                return text.replace(first, opening + name + ending, 1)
    return None


MARKED = {'other-plan': 'other-plan', 'other-seed': 'other-run', 'other-iterations': 'other-run',
          'other-claim': 'no-claim', 'claim-unlisted': 'no-claim', 'torn': 'broken-mark',
          'unmarked': 'no-fact', 'cited-elsewhere': 'contradicts,rearranged'}


def plant(report, claims):
    for change in IN_CLAIMS:
        for name, at, to, words in report.told(claims):
            new = change(name, words)
            if new is None or new is False or new == words or name.startswith('run.') or \
                    (new == '' and report.form == 'txt'):       # a cell left blank says nothing
                continue
            lie = report.bytes[:at] + new + report.bytes[to:]
            if lie != report.bytes:
                yield change.__name__.replace('_', '-'), 'contradicts,no-fact,left-out,rearranged', lie
                break
    for name, words in ADDED.items():
        yield name, 'no-fact', added(report, words)
        if not name.endswith('heading'):
            yield name + '-behind', 'no-fact,contradicts', appended(report, words)
    for name, pattern, new in AROUND:
        yield name, 'no-fact,contradicts,bare-date', around(report, pattern, new)
    yield 'dates-swapped', 'contradicts,rearranged,no-fact', swapped(report, claims, r'20\d\d-\d\d-\d\d')
    yield 'days-swapped', 'contradicts,rearranged,no-fact', swapped(report, claims, r'[A-Z][a-z]{2} \d+ [A-Z][a-z]{2}')
    yield 'people-swapped', 'contradicts,rearranged,no-fact', swapped(report, claims, '|'.join(PEOPLE))
    yield 'chances-swapped', 'contradicts,rearranged,no-fact', swapped(report, claims, r'\d+ %')
    yield 'red-dropped', 'left-out', without_red(report, claims)
    for kind, code in MARKED.items():
        yield kind, code, marked(report, kind, claims)


def main():
    folder, out, every = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == 'all'
    only = sys.argv[4:]
    rows, turn = [], 0
    for md in sorted(folder.glob('*.md')):
        claims = md_claims(Report(md))
        lies = {}
        for form in ('md', 'html', 'txt'):
            path = md.with_suffix('.' + form)
            if path.exists():
                report = Report(path)
                for name, codes, lie in plant(report, claims):
                    if lie is not None and lie != report.bytes and not (only and name not in only):
                        lies.setdefault(name, []).append((codes, path.name, lie))
        for name, forms in lies.items():
            turn += 1
            for codes, file, lie in forms if every else [forms[turn % len(forms)]]:
                (out / f'{name}@{file}').write_text(lie)
                rows.append(f'{name} {codes} {name}@{file}')
    (out / 'planted').write_text('\n'.join(rows) + '\n')


main()
