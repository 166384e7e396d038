.call = {path: "pages", form: {text: (.incident.title | cut(160)), lines: ([.digest.incidents[]?.title] | join(", "))}}
