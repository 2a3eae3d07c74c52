#!/usr/bin/env bash
# GitHub's program as the workflows call it. The text of the comment, issue or pull request is a file below `GH_STATE`.
set -euo pipefail
printf '%s\n' "${*//$'\n'/ }" >> "$GH_STATE/calls"

expression=.
body=
arguments=("$@")
for ((n = 0; n < $#; n++)); do
  case "${arguments[n]}" in
    --jq) expression="${arguments[n + 1]}" ;;
    --body-file) body="${arguments[n + 1]}" ;;
    --field) body="${arguments[n + 1]#body=@}" ;;
  esac
done

# What the service lists of one kind, as JSON.
list() {
  if [ -e "$GH_STATE/$1" ]; then
    jq --null-input --raw-output --rawfile body "$GH_STATE/$1" \
      '[{number: 1, id: 5, body: $body, user: {login: "github-actions[bot]"}},
        {number: 2, id: 6, body: "Hello", user: {login: "ada"}}]' | jq --raw-output "$expression"
  else
    printf '[]' | jq --raw-output "$expression"
  fi
}

case "$1 $2" in
  "auth setup-git") ;;
  "pr list") list pr ;;
  "issue list") list issue ;;
  "pr create" | "pr edit") cp "$body" "$GH_STATE/pr" ;;
  "issue create" | "issue edit") cp "$body" "$GH_STATE/issue" ;;
  "issue close") rm "$GH_STATE/issue" ;;
  "pr comment") cp "$body" "$GH_STATE/comment" ;;
  "api --paginate") list comment ;;
  "api --silent") cp "$body" "$GH_STATE/comment" ;;
  *)
    printf 'unknown call: %s\n' "$*" >&2
    exit 1
    ;;
esac
