{title: .title, status: "firing"}
