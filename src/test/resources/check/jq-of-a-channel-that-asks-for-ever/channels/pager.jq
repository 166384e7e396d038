if .answers[0].body.id == null then .call = {path: "pages", body: {text: .incident.title}} else . end
