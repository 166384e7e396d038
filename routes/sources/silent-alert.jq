# An alert that goes on only while it is told again (resolveAfter), and was not. The hub itself says so.
.until as $until
| .alert
| . + {
    status: "resolved",
    endsAt: $until,
    annotations: (.annotations + { resolution: "It was not sent again for \(.resolveAfter) seconds." })
  }
