{
  text: (.incident.title.foo)
}
