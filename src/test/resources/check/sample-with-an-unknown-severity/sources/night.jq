{ title: .night, severity: .level }
