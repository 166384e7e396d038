# An alert that goes on only while it is told again (resolveAfter), and was not; or of which nobody says when it is over
# (staleAfter), and nobody spoke of it since. The hub itself says so.
.until as $until
| .alert
| first_of(.resolveAfter, .staleAfter) as $silence
| del(.staleAfter) + {
    status: "resolved",
    endsAt: $until,
    annotations: (.annotations + { resolution: "It was not sent again for \($silence) seconds." })
  }
