# An Uptime Kuma monitor. Status 0 is down and 1 is up; 2 (pending) and 3 (maintenance) tell nothing.
# https://github.com/louislam/uptime-kuma/blob/master/server/notification-providers/webhook.js

.heartbeat as $beat
| .monitor as $monitor
| select($beat.status == 0 or $beat.status == 1)
# "2026-08-20 10:00:00.123", in UTC.
| (($beat.time | strings) // "" | (split(" ") | join("T")) + "Z") as $time
| {
    fingerprint: "uptime-kuma:\(first_of($beat.monitorID, $monitor.id))",
    status: (if $beat.status == 1 then "resolved" else "firing" end),
    severity: "critical",
    title: "\($monitor.name) is \(if $beat.status == 1 then "up" else "down" end)",
    description: ([$beat.msg, $monitor.description] | map(select(. != null and . != "")) | join("\n")),
    source: "uptime-kuma",
    labels: (
      ([$monitor.tags | arrays | .[] | objects | { key: (.name | strings), value }] | from_entries)
      + { monitor: $monitor.name, type: $monitor.type, host: $monitor.hostname }),
    value: (if $beat.ping then "\($beat.ping) ms" else null end),
    startsAt: $time,
    endsAt: $time,
    links: [{ text: "The page itself", href: $monitor.url }]
  }
