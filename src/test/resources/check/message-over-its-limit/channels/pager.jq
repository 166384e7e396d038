{text: .incident.title, lines: [.digest.incidents[]?.title], from: .recipient.audience}
