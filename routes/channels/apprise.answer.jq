# An Apprise API server answers 204 where it has nothing under the key, and 424 where at least one service was not
# reached: then others may have been, so nobody knows whether to send again. Without a word of any service nothing bears
# the tags. https://github.com/caronc/apprise-api/blob/master/apprise_api/api/views.py
import "page" as page;

def words: [.body.details[]? | select(type == "array" and (.[0] == "ERROR" or .[0] == "WARNING" or .[0] == "CRITICAL")) | .[2] | tostring];

if page::is_page then page::verdict("Apprise")
elif .status == 204 then
  {class: "permanent", reason: "Apprise: the server has no configuration under this key (HTTP 204)"}
elif .status == 424 and (.body | type) == "object" and .body.details == [] then
  {class: "permanent", reason: "Apprise: no service has these tags (HTTP 424)"}
elif .status == 424 then
  {
    class: "unknown",
    reason: "Apprise: at least one of its services was not reached, others may have been (HTTP 424)\(if (.body | type) == "object" then words | if . == [] then "" else ": " + (.[0:5] | join("; ") | cut(600)) end else "" end)"
  }
else null end
