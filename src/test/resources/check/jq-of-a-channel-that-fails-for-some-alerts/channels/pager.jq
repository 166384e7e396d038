{title: .incident.title, text: ("about " + .alerts[0].description)} | .text |= ascii_downcase | .n = (.title | length) - .text
