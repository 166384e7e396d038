{title: (.incident.title | gsub("[a-z ]"; "."))}
