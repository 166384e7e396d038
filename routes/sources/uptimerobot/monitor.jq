# An UptimeRobot monitor, in the body of docs/senders.md. Alert type 1 is down, 2 is up, any other is a certificate or a
# domain that expires: a trouble of its own, which "up" does not end.
# https://help.uptimerobot.com/en/articles/14498593-webhook-integration

def known: (strings, numbers | tostring) | select(. != "" and (startswith("*") | not));

([.alertType | known] | .[0]) as $type
| ([.alertTypeFriendlyName | known] | .[0]) as $word
| ([.alertDateTime | known | tonumber] | .[0]) as $time
| ($type == "1" or $type == "2") as $reachable
| {
    fingerprint: "uptimerobot:\(.monitorID)\(if $reachable then "" else ":\($type)" end)",
    ends: $reachable,
    status: (if $type == "2" then "resolved" else "firing" end),
    severity: (if $reachable then "critical" else "medium" end),
    title: (if $reachable then "\(.monitorFriendlyName) is \(first_of($word, "down") | ascii_downcase)"
      else "\(.monitorFriendlyName): \(first_of($word, "alert"))" end),
    description: ([.alertDetails | known] | .[0]),
    source: "uptimerobot",
    labels: { monitor: .monitorFriendlyName, url: ([.monitorURL | known] | .[0]) },
    annotations: { duration: ([.alertFriendlyDuration | known] | .[0]) },
    startsAt: $time,
    endsAt: $time,
    links: [
      { text: "Monitor in UptimeRobot", href: "https://dashboard.uptimerobot.com/monitors/\(.monitorID)" },
      { text: "The page itself", href: .monitorURL }
    ]
  }
