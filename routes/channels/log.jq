# One line of the hub's log. JSON writes control characters as escapes, so an alert cannot forge a second line.
{
  delivery: .delivery.id,
  notice: .notice.kind,
  incident: .incident.id,
  rules: (.notice.rules // [] | join(", ")),
  status: .incident.status,
  severity: .incident.severity,
  title: (.incident.title // "" | cut(300)),
  alerts: (.alerts // [] | length)
}
