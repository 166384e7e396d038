{
  text: (.incident.title | cutt(3))
}
