{title: .incident.title, alerts: .alerts}
