{
  title: .night,
  sevrity: "high"
}
