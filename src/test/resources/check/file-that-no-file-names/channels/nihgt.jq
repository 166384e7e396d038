{ text: .incident.title }
