{title: .night}
