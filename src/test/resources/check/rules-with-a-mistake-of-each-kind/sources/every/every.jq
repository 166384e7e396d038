{ title: .a | nosuch, sevrity: $nowhere }
