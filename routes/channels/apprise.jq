# What an Apprise API server gets: POST /notify/{key} for the services kept there under a key, or /notify with their URLs.
# https://github.com/caronc/apprise-api#api-details
import "ticket" as ticket;
import "plain" as plain;

.view as $view
| (.delivery.address // "") as $address
| (if $address == "" then variable("key") elif $address | contains("://") then "" else $address end) as $key
| (if $address | contains("://") then $address else variable("urls") end) as $urls
| .call = {
    path: (if $key == "" then "notify" else "notify/\($key | @uri)" end),
    body: (
      {
        title: ($view.summary | cut(250)),
        body: (plain::text(6000) | if . == "" then $view.summary | cut(250) else . end),
        type: (
          if $view.resolved then "success"
          elif .notice.kind == "test" or .notice.kind == "acknowledged" then "info"
          elif .notice.kind == "digest" then "warning"
          else {critical: "failure", high: "failure", medium: "warning", low: "warning"}[$view.severity] // "info" end
        ),
        format: "text"
      }
      + (if variable("tags") == "" then {} else {tag: variable("tags")} end)
      + (if $key == "" then {urls: $urls} else {} end)
    )
  }
