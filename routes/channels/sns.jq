# An SNS message in three forms: SNS takes the one that fits each subscription, and "default" for all others.
def cut(n): if length > n then .[0:n - 1] + "…" else . end;
def line($name; $value): select(($value // "") != "") | "\($name): \($value | tostring | cut(4000))";

.incident as $incident
| (.alerts // []) as $alerts
| ($alerts[0] // {}) as $alert
| ($alert.annotations // {}) as $notes
| (if $incident.status == "resolved" then "RESOLVED" else ($incident.severity // "info" | ascii_upcase) end) as $word
| ($incident.title // "" | split("\n") | join(" ")) as $title
| {
    default: ({incident: $incident, notice: .notice, alerts: ($alerts[0:5] | map(.description |= (. // "" | cut(4000))))} | tojson),
    email: (
      [
        "[\($word)] \($title | cut(300))",
        "",
        line("Status"; $incident.status),
        line("Severity"; $incident.severity),
        line("Source"; $alert.source),
        line("Started"; $alert.startsAt // $incident.openedAt),
        line("Ended"; $alert.endsAt // $incident.resolvedAt),
        line("Description"; $alert.description),
        line("Impact"; $notes.impact),
        line("Root cause"; $notes.root_cause),
        line("Resolution"; $notes.resolution),
        ($alert.links // [] | .[0:10][] | "\(.text): \(.href)")
      ] | join("\n")
    ),
    # One segment holds 160 letters, but a phone gets 70 of them where one is not in its alphabet; 140 is SNS's own unit.
    sms: ("[\($word)] \($title)" | cut(140))
  }
