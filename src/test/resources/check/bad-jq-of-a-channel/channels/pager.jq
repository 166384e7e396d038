# A message
{title: .incident.title,
 alerts: [.alerts[] | .title}
