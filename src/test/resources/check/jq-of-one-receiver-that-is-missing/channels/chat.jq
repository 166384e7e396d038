{text: .incident.title}
