#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The script of the example job, examples/ci, run in a git repository made for it.
[ -x "$BATON" ] || { echo 'skip ci: the program has no main yet'; exit 0; }
command -v git >/dev/null || { echo 'skip ci: there is no git'; exit 0; }
script=$PWD/examples/ci/why-on-pull-request.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export BATON HOME="$work" GIT_CONFIG_NOSYSTEM=1
cd "$work" || exit 1
commit() { git add -A && git -c user.name=ann -c user.email=ann@example.org commit -q -m "$1"; }
# says NAME WORD: the comment has that line.
says() {
    if grep -q -e "$2" comment.md; then echo "pass ci: $1"; else
        echo "fail ci: $1: no '$2' in: $(head -c 600 comment.md | tr '\n' ';')"
    fi
}

git init -q . && mkdir plan other || exit 1
cat >plan/program.yaml <<'end'
baton: 1
program: {id: pier, title: New pier, start: 2026-09-07, as_of: 2026-11-16}
people: {ann: {team: red}}
teams: {red: {lead: ann, capacity: 2}}
milestones: {open: {after: [pour]}}
commitments: {open-march: {milestone: open, date: 2027-01-29, made_by: ann}}
end
cat >plan/tasks.yaml <<'end'
tasks:
  dig: {team: red, estimate: 2w..3w..5w}
  pour: {team: red, estimate: 1w..2w..4w, after: [dig]}   # dear
end
commit 'the plan'
git checkout -q -b wet
sed -i 's/2w..3w..5w/4w..5w..8w/' plan/tasks.yaml
commit 'wet ground'
sed -i 's/1w..2w..4w/1w..1w..2w/' plan/tasks.yaml
commit 'a second crew'
main=$(git rev-list --max-parents=0 HEAD)

sh "$script" "$main" HEAD plan >comment.md 2>err && echo 'pass ci: the script runs on two revisions' ||
    echo "fail ci: the script ends: $(head -c 400 err)"
says 'it names the promise' '^open-march  P80 '
says 'each change with its days' 'dig.estimate  2w..3w..5w → 4w..5w..8w'
says 'both changes' 'pour.estimate  1w..2w..4w → 1w..1w..2w'
says 'and what they come to' 'in all$'
says 'what is stated otherwise stands under it' 'What is stated otherwise'
[ "$(grep -c '^```$' comment.md)" = 4 ] && ! grep -q "$work\|/tmp/" comment.md &&
    echo 'pass ci: the comment is Markdown, without a path of the runner' ||
    echo "fail ci: the comment: $(head -c 400 comment.md | tr '\n' ';')"
[ -z "$(git status --porcelain -- plan)" ] && [ "$(git worktree list | wc -l)" = 1 ] &&
    echo 'pass ci: the repository is left as it was' || echo 'fail ci: the repository is not left as it was'

printf 'tasks: {dig: {team: blue}}\n' >plan/tasks.yaml
commit 'a mistake'
sh "$script" "$main" HEAD plan >comment.md 2>err
says 'a plan that cannot be read is told with its place' 'plan/tasks.yaml:1:'
sh "$script" "$main" HEAD nowhere >comment.md 2>err
says 'a plan that is not there is told' 'No account: nowhere is not there'
