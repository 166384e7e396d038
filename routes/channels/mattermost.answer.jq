# What Mattermost says where it takes nothing: {id, message, detailed_error, status_code}.
# https://developers.mattermost.com/api-documentation/#/#error-handling
import "page" as page;

if page::is_page then page::verdict("Mattermost")
elif .status >= 400 and .status != 429 and (.body | type) == "object" and .body.message then
  {class: "permanent", reason: "Mattermost: \(.body.message)"}
else null end
