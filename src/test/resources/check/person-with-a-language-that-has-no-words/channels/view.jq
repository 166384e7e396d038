def words: {
  en: {incident: "Incident",
       since: "since"},
  de: {incident: "Vorfall",
       since: "seit"}
};
(words[.recipient.language // "en" | ascii_downcase | .[0:2]] // words.en) as $w
| {title: "\($w.incident): \(.incident.title)", alerts: .alerts}
