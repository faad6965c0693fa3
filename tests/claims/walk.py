# SPDX-License-Identifier: Apache-2.0
"""Walk reports for what no claim says, and derivations for what they end at.

walk.py page FILE [FILE...]     each HTML page: text with a digit or a status outside a claim;
                                prints "NAME: TEXT", and writes the ids to FILE.ids
walk.py own FILE [FILE...]      JSON of verbs: figures that name nothing they rest on
walk.py ends FILE               JSON of `baton show PLAN CLAIM,CLAIM... --json`: each derivation
                                ends at a field with its place, or at the run; prints those not
"""
import html.parser
import json
import re
import sys

GROUND = re.compile(r'run\.(before\.)?(seed|iterations|inputs)$|run\.edits$|(kept|log)\.\d+$')
STATUS = re.compile(r'^(on course|at risk|off|unknown|green|amber|red|grey)$|^[●▲■○]')
# Drawings repeat the table below them; headings of columns stand in the ids of their cells, and
# titles of pictures name what is drawn; commands are the reader's own arguments.
SKIPPED = {'svg', 'style', 'script', 'title', 'th', 'caption', 'nav', 'summary'}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.ids, self.bare = [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ('meta', 'br', 'link', 'input', 'hr'):
            return
        claim = attrs.get('data-claim')
        if claim:
            self.ids.append(claim)
        self.stack.append((tag, bool(claim), attrs.get('class', '')))

    def handle_endtag(self, tag):
        while self.stack and self.stack[-1][0] != tag:
            self.stack.pop()
        if self.stack:
            self.stack.pop()

    def handle_data(self, data):
        if any(tag in SKIPPED or claim or css == 't7' for tag, claim, css in self.stack) or \
                [tag for tag, _, _ in self.stack][-2:] == ['figcaption', 'strong']:
            return
        text = data.strip()
        if not re.search(r'\d', text) and not STATUS.search(text):
            return
        # Words of the trade in a sentence: "80 % likely", "P50".
        trade = re.sub(r'\bP(10|50|80|90|95)\b|\b(100|80|50|20)[ \xa0]%', '', text)
        if not re.search(r'\d', trade) and not STATUS.search(text) and \
                not any(tag == 'td' for tag, _, _ in self.stack):
            return
        self.bare.append(text)


def page(files):
    for name in files:
        reader = Page()
        reader.feed(open(name, encoding='utf-8').read())
        for text in reader.bare:
            print(f'{name}: {text[:110]}')
        with open(name + '.ids', 'w', encoding='utf-8') as out:
            out.write('\n'.join(dict.fromkeys(reader.ids)))


def ends(name):
    try:
        document = json.load(open(name, encoding='utf-8'))
    except ValueError as problem:
        print(f'no JSON: {problem}')
        return
    count = [0]

    def walk(node, path):
        if 'field' in node:
            if not re.search(r':\d+', node['stated_in']):
                print(f'{path}: {node["id"]}.{node["field"]} stands nowhere: {node["stated_in"]}')
            return
        count[0] += 1
        below = node['from']
        if not below and not GROUND.match(node['claim']):
            print(f'{path}: {node["claim"]} rests on nothing')
        for child in below:
            walk(child, path)

    for claim in document.get('claims') or [document['claim']]:
        walk(claim, claim['claim'])
    print(f'{count[0]} steps', file=sys.stderr)


def own(files):
    """JSON of verbs: each figure of the report names what it rests on."""
    for name in files:
        claims = json.load(open(name, encoding='utf-8')).get('claims')
        if not claims:
            print(f'{name}: no claims')
        for claim in claims or []:
            if ':' in claim['id'] and not (claim.get('from') and claim.get('how')):
                print(f'{name}: {claim["id"]} rests on nothing')


if __name__ == '__main__':
    if sys.argv[1] == 'page':
        page(sys.argv[2:])
    elif sys.argv[1] == 'own':
        own(sys.argv[2:])
    else:
        ends(sys.argv[2])
