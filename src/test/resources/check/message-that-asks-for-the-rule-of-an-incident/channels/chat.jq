{
  text: (.incident.title // ""),
  rule: (.incident.rule // "")
}
