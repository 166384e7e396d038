# at night
{title: .night,}
