#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A plan whose every text tries to be more than text.
long=$(awk 'BEGIN { for (i = 0; i < 1000; i++) printf "0123456789" }')
words=$(awk 'BEGIN { for (i = 0; i < 1700; i++) printf "lorem " }')
cat <<EOF
baton: 1
program: {id: harm, title: "<script>alert(1)</script> [x](javascript:alert(1)) \r\nBcc: victim@example.com\r\n\r\n<b>", as_of: 2026-11-23, start: 2026-11-02, currency: USD,
          why: "=HYPERLINK(\"http://evil.example\")", delay_cost: {per_week: 41k, agreed_by: p-1}}
people:
  p-1: {name: "=cmd|'/c calc'!A1", role: "\u202Egnp.exe\u202C"}
  p-2: {name: "@SUM(1+1)*cmd", team: evil}
teams:
  evil: {title: "<!channel> <@U123> \`\`\`", lead: p-2, capacity: 2}
  other: {title: "]]></ac:plain-text-body><ac:structured-macro ac:name=\"html\">", capacity: 1}
tasks:
  t-1: {title: "<img src=x onerror=alert(1)>", team: evil, estimate: 2w..3w..6w}
  t-2: {title: "$long", team: other, estimate: 2w, after: [t-1]}
  t-3: {title: "\u2067right to left\u2069 \u200F\u202Elive", team: evil, estimate: 1w..2w..4w, after: [t-2]}
milestones:
  m-1: {title: "'; DROP TABLE x; -- \"><svg onload=alert(1)>", after: [t-3]}
commitments:
  c-1: {title: "=1+1", milestone: m-1, date: 2027-01-15, to: "+cmd", made_by: p-1, confidence: 80%}
  c-2: {title: "$words", milestone: m-1, date: 2027-02-26, to: "-2+3", made_by: p-2}
handoffs:
  h-1: {gives: t-1, to: t-2, what: "javascript:alert(document.cookie)", asked: 2026-12-04, offered: 2026-12-18, state: offered, giver: p-1, taker: p-2}
risks:
  r-1: {title: "*bold* _it_ ~~no~~ # not a heading | cell", likely: 25%, hits: {t-2: 2w..3w..6w}, owner: p-1, response: mitigate,
        mitigation: {edits: {r-1.likely: 10%}, cost: 15k}, trigger: "\tstarts with a tab", review: 2026-12-01}
decisions:
  d-1: {question: "=cmd?\nContent-Type: text/html", decider: p-1, gates: [t-3], assume: a,
        options: {a: {title: "--=_baton_", cost: 96k, edits: {t-3.estimate: 1w..2w..3w}}, b: {title: "<a href='javascript:1'>"}}}
EOF
