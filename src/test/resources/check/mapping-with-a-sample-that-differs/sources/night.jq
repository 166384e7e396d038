{title: .night, severity: "low"}
