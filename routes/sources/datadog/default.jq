# The payload that Datadog proposes for a new webhook. It has neither the transition nor the priority nor a key, so that
# they are read from the title: "[Triggered on {host:web-1}] CPU is high".
# https://docs.datadoghq.com/integrations/webhooks/

(.title | split("] ")) as $parts
| (if (.title | startswith("[")) and ($parts | length) > 1
    then { state: ($parts[0] | ltrimstr("[")), name: ($parts[1:] | join("] ")) }
    else { state: "", name: .title } end) as $said
| ($said.state | split(" on ") | .[1:] | join(" on ")) as $group
| {
    fingerprint: "datadog:\(.org.id):\($group):\($said.name)",
    status: (if $said.state | startswith("Recovered") then "resolved" else "firing" end),
    severity: (if $said.state | startswith("Warn") then "warning" else "high" end),
    title: (if $group == "" then $said.name else "\($said.name) on \($group)" end),
    description: .body,
    source: "datadog",
    labels: { organization: .org.name, scope: (if $group == "" then null else $group end), event_type },
    startsAt: (.date | tonumber),
    endsAt: (.date | tonumber)
  }
