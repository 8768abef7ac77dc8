#!/usr/bin/env bash
# Rehearses every stack of the project and says what changes against a git ref, as report.md and report.txt in a folder.
# Ends with 1 where a stack is broken, refused by a policy or not to be rehearsed. One that is only unproven, such as a half of
# two stacks in two accounts, does not fail.
set -uo pipefail

base=$1
folder=$2
mkdir -p "$folder"
: >"$folder/report.md"
: >"$folder/report.txt"
failed=0

rehearse() {
  node operations/s3-replication.js rehearse --stack "$1" --compare "$base" \
    --policy-pack-config policy-pack/presets/everything.json "${@:2}" 2>"$folder/problem"
}

for file in Pulumi.*.yaml; do
  stack=${file#Pulumi.}
  stack=${stack%.yaml}
  text=$(rehearse "$stack")
  markdown=$(rehearse "$stack" --markdown)
  status=$?
  case $status in
    0) result="works" ;;
    3) result="not everything can be proven" ;;
    *) result="refused" failed=1 ;;
  esac
  problem=$(cat "$folder/problem")
  {
    printf '# %s: %s\n\n' "$stack" "$result"
    [ -z "$problem" ] || printf '```text\n%s\n```\n\n' "$problem"
    # What changes is to be seen, everything else to be unfolded.
    awk 'NR > 1 && /^#/ && !rest { rest = 1; print "<details><summary>The whole report</summary>\n" } { print }
      END { if (rest) print "\n</details>" }' <<<"$markdown"
    echo
  } >>"$folder/report.md"
  {
    printf '== %s: %s\n\n' "$stack" "$result"
    [ -z "$problem" ] || printf '%s\n\n' "$problem"
    printf '%s\n\n' "$text"
  } >>"$folder/report.txt"
  echo "$stack: $result"
done

git diff --name-only --diff-filter=D "$base" -- 'Pulumi.*.yaml' | while read -r file; do
  sentence="$file is removed: what the stack has deployed stays in AWS, and nothing looks after it any more"
  printf '**%s**\n\n' "$sentence" >>"$folder/report.md"
  printf '%s\n\n' "$sentence" >>"$folder/report.txt"
  echo "$sentence"
done

rm -f "$folder/problem"
exit "$failed"
