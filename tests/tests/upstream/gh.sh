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
        {number: 2, id: 6, body: $body, user: {login: "ada"}},
        {number: 3, id: 7, body: $body, user: {login: "github-actions[bot]"}, pull_request: {}}]
        | if $kind == "issue" then . else .[:2] end' --arg kind "$1" | jq --raw-output "$expression"
  else
    printf '[]' | jq --raw-output "$expression"
  fi
}

case "$1 $2" in
  "auth setup-git") ;;
  "pr list") list pr ;;
  "pr create" | "pr edit") cp "$body" "$GH_STATE/pr" ;;
  "issue create" | "issue edit") cp "$body" "$GH_STATE/issue" ;;
  "issue close") rm "$GH_STATE/issue" ;;
  "pr comment") cp "$body" "$GH_STATE/comment" ;;
  "api --paginate")
    case "$3" in
      */comments) list comment ;;
      *) list issue ;;
    esac
    ;;
  "api --silent") cp "$body" "$GH_STATE/comment" ;;
  *)
    printf 'unknown call: %s\n' "$*" >&2
    exit 1
    ;;
esac
